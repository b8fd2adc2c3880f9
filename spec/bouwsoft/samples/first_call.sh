curl 'https://ra.bouwsoft.be/api/v1/Orders/?limit=5&sort=id' \
  -H "AccessToken: $ACCESS_TOKEN" \
  -H "Clientnr: $CLIENTNR"
