export { BaseProvider } from './providers/base-provider.ts';
export type { AskOptions, EmbeddingModel, LanguageModel } from './providers/base-provider.ts';
export type {
  ImageData,
  Message,
  MessageContent,
  ProviderTool,
  ToolCall,
} from './providers/messages.ts';
export type { NodeServices, ProviderAccess } from './providers/provider-access.ts';
export type {
  CallUsage,
  Chunk,
  DoneReason,
  EmbeddingRequest,
  GeneratedMessage,
  GenerateRequest,
  KeepAlive,
  ProviderStreamItem,
  ThinkSetting,
} from './providers/provider-requests.ts';
export type { ProviderStatus } from './providers/provider-status.ts';
