/** A call of a tool that the model asks for. */
export interface ToolCall {
  /** The daemon's id where it gives one, else one that is unique across answers. */
  readonly id: string;
  readonly name: string;
  /** Always an object, never a JSON string. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** Bytes, a `data:` URL or plain base64. A string is never a path and never an address to fetch. */
export type ImageData = Uint8Array | string;

/** A part of a message. */
export type MessageContent =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'image_url';
      readonly image: {
        readonly data?: ImageData;
        readonly uri?: string;
        readonly mimeType?: string;
      };
    };

/** One message of a conversation. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content?: string | readonly MessageContent[] | null;
  /** What an assistant message thought before it answered; sent back in its own field, apart from the content. */
  readonly thinking?: string;
  /** Calls that an assistant message made. */
  readonly toolCalls?: readonly ToolCall[];
  /** For role `tool`: the call that this answers, and the tool's name. Both are sent. */
  readonly toolCallId?: string;
  readonly toolName?: string;
}

/** A tool that is offered to the model. */
export interface ProviderTool {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly inputSchema?: Readonly<Record<string, unknown>>;
}
