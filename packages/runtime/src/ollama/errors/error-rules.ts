import type { ErrorCode, ModelCapability } from '@nodetool-ai/graph';

/** What some words of a daemon mean. */
export interface ErrorRule {
  readonly words: RegExp;
  readonly code: ErrorCode;
  /** For MODEL_LACKS_CAPABILITY: what is lacking. */
  readonly capability?: ModelCapability;
  /** Means this only with this HTTP status. */
  readonly status?: number;
}

/**
 * The texts of Ollama 0.24 to 0.34 and of its engine, first match wins: a process that ended for lack of memory says
 * both, and memory is what a person can do something about.
 */
export const ERROR_RULES: readonly ErrorRule[] = [
  {
    words:
      /exceed_context_size_error|exceeds the (available )?context (size|length)|longer than the context length|is too large to process/i,
    code: 'CONTEXT_OVERFLOW',
  },
  {
    words:
      /requires more system memory|out of memory|cudaMalloc failed|(failed|unable) to allocate|insufficient (system |gpu )?memory|not enough memory/i,
    code: 'MODEL_OUT_OF_MEMORY',
  },
  {
    words: /llama-(server|quantize) (binary )?(not found|unavailable)/i,
    code: 'OLLAMA_INCOMPLETE',
  },
  {
    words: /does not support (chat|generate)/i,
    code: 'MODEL_LACKS_CAPABILITY',
    capability: 'completion',
  },
  { words: /does not support thinking/i, code: 'MODEL_LACKS_CAPABILITY', capability: 'thinking' },
  { words: /does not support tools/i, code: 'MODEL_LACKS_CAPABILITY', capability: 'tools' },
  { words: /does not support insert/i, code: 'MODEL_LACKS_CAPABILITY', capability: 'insert' },
  { words: /does not support embed/i, code: 'MODEL_LACKS_CAPABILITY', capability: 'embedding' },
  {
    words: /does not support (vision|images|multimodal)|image input is not supported/i,
    code: 'MODEL_LACKS_CAPABILITY',
    capability: 'vision',
  },
  {
    words: /image generation models are not currently supported/i,
    code: 'MODEL_LACKS_CAPABILITY',
    capability: 'completion',
  },
  { words: /failed to (load|decode) image|illegal base64 data/i, code: 'IMAGE_INVALID' },
  {
    words: /failed to parse (xml|json|tool)|XML syntax error|error parsing tool call/i,
    code: 'TOOL_CALL_INVALID',
  },
  { words: /NaN or Inf|unsupported value: NaN/i, code: 'EMBEDDING_INVALID' },
  { words: /token repeat limit/i, code: 'OLLAMA_STREAM_TRUNCATED' },
  {
    words:
      /model runner has unexpectedly stopped|error was encountered while running the model|(llama-server|runner) process (has terminated|no longer running)|timed out waiting for (llama-server|llama runner)|do embedding request:.*(EOF|reset|refused|broken pipe)|error starting (llama-server|runner)/i,
    code: 'MODEL_CRASHED',
  },
  { words: /^model ["'].*["'] not found/i, code: 'MODEL_NOT_FOUND' },
  { words: /server busy|maximum pending requests/i, code: 'OLLAMA_BUSY' },
  // Within an answer there is no status that says so.
  { words: /^unauthorized\b/i, code: 'OLLAMA_UNAUTHORIZED' },
  { words: /requires a subscription|cloud is disabled/i, code: 'OLLAMA_FORBIDDEN' },
  { words: /reached your .*usage limit/i, code: 'OLLAMA_RATE_LIMITED' },
  {
    words:
      /invalid think value|think must be|option ".*" must be|invalid format|invalid JSON schema|JSON schema (conversion|error)|(missing|unknown) unit.* in duration|invalid duration|unsupported type: '|top_logprobs must|missing request body|model is required|invalid (model name|input type|message|role)|find closing '\}'|use either :local or :cloud/i,
    code: 'REQUEST_INVALID',
  },
  // Within an answer the same words are about what the model wrote.
  {
    words: /cannot unmarshal|invalid character|unexpected end of JSON/i,
    code: 'REQUEST_INVALID',
    status: 400,
  },
];
