/** What a turn for vectors is told by agents of either interface. */
export const noEmbeddings =
  'an agent of Azure AI Foundry gives no vectors: ask the provider azure-openai for them';
