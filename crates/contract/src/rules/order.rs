//! Finds the items of a list that are out of order.

/// The indices of the smallest set of items without which `ranks` is ascending.
pub fn misplaced(ranks: &[usize]) -> Vec<usize> {
    // The longest ascending run that ends at each item: its length, and the previous item.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(ranks.len());
    for (index, rank) in ranks.iter().enumerate() {
        let before = (0..index)
            .filter(|earlier| ranks[*earlier] < *rank)
            .max_by_key(|earlier| runs[*earlier].0);
        let length = before.map_or(0, |before| runs[before].0);
        runs.push((length + 1, before));
    }
    let mut kept = vec![false; ranks.len()];
    let mut next = (0..ranks.len()).max_by_key(|index| runs[*index].0);
    while let Some(index) = next {
        kept[index] = true;
        next = runs[index].1;
    }
    (0..ranks.len()).filter(|index| !kept[*index]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_moved_is_misplaced() {
        assert_eq!(misplaced(&[0, 1, 2, 3]), [0_usize; 0]);
        assert_eq!(misplaced(&[]), [0_usize; 0]);
        assert_eq!(misplaced(&[3, 0, 1, 2]), [0]);
        assert_eq!(misplaced(&[0, 2, 3, 1]), [3]);
        assert_eq!(misplaced(&[1, 0]).len(), 1);
    }
}
