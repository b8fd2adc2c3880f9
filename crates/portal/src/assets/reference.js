// Shows a document with Scalar. Nothing is loaded from elsewhere, and nothing is sent anywhere.
function showReference(contract) {
  Scalar.createApiReference("#reference", {
    content: contract,
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    showDeveloperTools: "never",
    proxyUrl: "",
    // Calls would go to the live service, which does not allow them from other sites.
    hideTestRequestButton: true,
    hideClientButton: true,
    // The samples of the document are the ones that are tested.
    hiddenClients: true,
    documentDownloadType: "none",
    defaultOpenAllTags: true,
    orderSchemaPropertiesBy: "preserve",
    orderRequiredPropertiesFirst: false,
    favicon: "../../assets/icon.svg",
    // A link to an operation ends with its operationId, which never changes.
    generateOperationSlug: ({ operationId, method, path }) => operationId || `${method}${path}`,
  });
}
