curl 'https://eenvoudigfactureren.be/api/v1/orders?take=5' \
  -H "X-API-Key: $API_KEY" \
  -H 'Accept: application/json'
