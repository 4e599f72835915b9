/** A call of a tool that the model asks for. */
export interface ToolCall {
  /** The daemon's id where it gives one, else one that is unique across answers. */
  readonly id: string;
  /** Name of the tool. */
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
  /** Who speaks: `system` = the program, `tool` = the result of a call. */
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  /** Text, or texts and images. Null or absent: none, as in a message that only calls tools. */
  readonly content?: string | readonly MessageContent[] | null;
  /**
   * What an assistant message thought before it answered; sent back in its own field, apart from the content. Absent
   * when it did not think.
   */
  readonly thinking?: string;
  /** Calls that an assistant message made; absent when it made none. */
  readonly toolCalls?: readonly ToolCall[];
  /**
   * For role `tool`: the id of the call that this answers. Absent where the call had none; then `toolName` is needed.
   */
  readonly toolCallId?: string;
  /** For role `tool`: the tool's name. Default: that of the call with the id. */
  readonly toolName?: string;
}

/** A tool that is offered to the model. */
export interface ProviderTool {
  /** What the model calls it by. */
  readonly name: string;
  /** What it does, for the model. Absent: the model has the name alone to go by. */
  readonly description?: string;
  /** JSON Schema of the arguments. Absent: it takes none. */
  readonly inputSchema?: Readonly<Record<string, unknown>>;
}
