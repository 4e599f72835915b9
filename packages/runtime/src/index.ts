export {
  openCassetteWriter,
  parseCassette,
  readCassette,
  recordProvider,
  replayProvider,
} from './cassette/index.ts';
export type {
  Cassette,
  CassetteHeader,
  CassetteWriter,
  Interaction,
  RecordOptions,
  ReplayOptions,
} from './cassette/index.ts';
export { ensurePrivateFolder, resolveDataFolder } from './data-folder/data-folder.ts';
export type { DataFolder } from './data-folder/data-folder.ts';
export { withFileLock } from './data-folder/file-lock.ts';
export { writeAtomically } from './data-folder/write-atomically.ts';
export { coerceJson } from './json-schema/coerce-json.ts';
export type { CoercedJson } from './json-schema/coerce-json.ts';
export type { SchemaIssue } from './json-schema/describe-issue.ts';
export { inlineReferences } from './json-schema/inline-references.ts';
export { validateJson } from './json-schema/validate-json.ts';
export { OllamaHostPool } from './hosts/ollama-host-pool.ts';
export type { OllamaHostPoolOptions } from './hosts/ollama-host-pool.ts';
export type { HostRole, HostSetting } from './hosts/host-setting.ts';
export { HostStates } from './hosts/host-states.ts';
export { parseFallback } from './hosts/parse-fallback.ts';
export type { FallbackChains } from './hosts/parse-fallback.ts';
export { parseHosts } from './hosts/parse-hosts.ts';
export type { HostStatus } from './hosts/pool-status.ts';
export { closeConnections } from './ollama/connection/agents.ts';
export { isLoopback } from './ollama/connection/loopback.ts';
export type { CreateDefinition, ModelFile } from './ollama/manage/create-definition.ts';
export type { CreateOptions } from './ollama/manage/create-model.ts';
export type { LoadOptions } from './ollama/manage/load-model.ts';
export type { LoadedModelInfo } from './ollama/manage/loaded-models.ts';
export { OllamaModels } from './ollama/manage/ollama-models.ts';
export type { PullOptions } from './ollama/manage/pull.ts';
export type { ModelDetails } from './ollama/manage/show-details.ts';
export type {
  CreatePhase,
  CreateProgress,
  PullPhase,
  PullProgress,
  TransferProgress,
} from './ollama/manage/transfer-progress.ts';
export type { UnloadOptions, UnloadResult } from './ollama/manage/unload-model.ts';
export { completeModelName } from './ollama/facts/model-name.ts';
export type { ConnectionLimits } from './ollama/connection/ollama-connection.ts';
export { BaseProvider } from './providers/base-provider.ts';
export type {
  AskOptions,
  EmbeddingModel,
  LanguageModel,
  ListOptions,
} from './providers/base-provider.ts';
export { createProviderAccess } from './providers/create-provider-access.ts';
export type { ProviderAccessOptions } from './providers/create-provider-access.ts';
export {
  createDefaultRegistry,
  getProvider,
  getRegisteredProvider,
  isProviderConfigured,
  listRegisteredProviderIds,
  registerBuiltinProvider,
  registerProvider,
  unregisterProvider,
} from './providers/index.ts';
export { OLLAMA_DEFAULT_URL, PROVIDER_IDS } from './providers/defaults.ts';
export type {
  ImageData,
  Message,
  MessageContent,
  ProviderTool,
  ToolCall,
} from './providers/messages.ts';
export type {
  CutText,
  EmbeddingProgress,
  EmbeddingRequest,
  EmbeddingResult,
  EmbeddingUsage,
} from './providers/embedding-requests.ts';
export { OllamaProvider } from './providers/ollama-provider.ts';
export type { OllamaProviderOptions, OllamaSecrets } from './providers/ollama-provider.ts';
export { normalizeOllamaUrl, resolveOllamaUrl } from './providers/ollama-url.ts';
export type { GetSecret, ResolvedUrl } from './providers/ollama-url.ts';
export type { ModelUse, NodeServices, ProviderAccess } from './providers/provider-access.ts';
export { isLocalProviderAllowed, ProviderRegistry } from './providers/provider-registry.ts';
export type {
  Environment,
  ProviderClass,
  ProviderFactory,
  ProviderRegistration,
} from './providers/provider-registry.ts';
export type {
  CallUsage,
  Chunk,
  DoneReason,
  GeneratedMessage,
  GenerateRequest,
  ContextLengthSetting,
  KeepAlive,
  PromptTruncation,
  ProviderStreamItem,
  ThinkSetting,
  TokenLogprob,
  ToolChoice,
} from './providers/provider-requests.ts';
export type { ProviderHostStatus, ProviderStatus } from './providers/provider-status.ts';
export { ModelOverrides } from './overrides/model-overrides.ts';
export type { ModelOverride } from './overrides/model-override.ts';
export { parseModelOverrides } from './overrides/parse-model-overrides.ts';
export { openSecretStore } from './settings/secret-store.ts';
export type { SecretStore, StoredSecret } from './settings/secret-store.ts';
export { generateObject } from './structured/generate-object.ts';
export type { GeneratedObject, ObjectRequest, ObjectSource } from './structured/object-request.ts';
