/** One entry of the catalogue: what the code means and what a person can do about it. */
export interface CatalogueEntry {
  /** What happened, in one plain sentence without names or figures. */
  readonly summary: string;
  /** What to do next. Used when the place that throws knows nothing better. */
  readonly hint: string;
}

/**
 * Every error code of the project, once. `docs/reference/errors.md` lists the same codes and a test
 * holds the two together.
 */
export const ERROR_CATALOGUE = {
  OLLAMA_UNREACHABLE: {
    summary: 'No Ollama daemon answers at the configured address.',
    hint: 'Start Ollama (`ollama serve`, or open the Ollama app), or set OLLAMA_API_URL to where it runs.',
  },
  OLLAMA_TIMEOUT: {
    summary: 'The daemon took longer than the allowed time.',
    hint: 'Look at the daemon with `ollama ps`; raise the timeout if the model is only slow.',
  },
  OLLAMA_CONNECTION_LOST: {
    summary: 'The connection to the daemon broke before the answer was complete.',
    hint: 'The daemon may have stopped or restarted. Start it again and run once more; the text so far is kept.',
  },
  OLLAMA_STREAM_TRUNCATED: {
    summary: 'The answer ended without the line that marks its end.',
    hint: 'The model may have repeated itself until the daemon gave up. Run again, or change temperature or prompt; the text so far is kept.',
  },
  OLLAMA_BAD_STREAM: {
    summary: 'The daemon sent something that is not its own format.',
    hint: 'Check that nothing (a proxy, another program) sits between here and the daemon.',
  },
  OLLAMA_NOT_OLLAMA: {
    summary: 'Something answers at the configured address, but it is not Ollama.',
    hint: 'Check the address and the port (Ollama listens on 11434 by default).',
  },
  OLLAMA_REDIRECT_REFUSED: {
    summary:
      'The daemon answered with a redirect, which is refused so that prompts and keys go nowhere else.',
    hint: 'Set OLLAMA_API_URL to the final address.',
  },
  OLLAMA_UNAUTHORIZED: {
    summary: 'The daemon wants a sign-in or another key.',
    hint: 'Sign in with `ollama signin`, or store a valid OLLAMA_API_KEY.',
  },
  OLLAMA_FORBIDDEN: {
    summary: 'The daemon refuses this request.',
    hint: 'Check OLLAMA_ORIGINS and the host name on the daemon, or the subscription for a cloud model.',
  },
  OLLAMA_RATE_LIMITED: {
    summary: 'The usage limit of the cloud service is reached.',
    hint: 'Wait until the limit resets, or use a local model.',
  },
  OLLAMA_BUSY: {
    summary: 'The daemon has too many requests waiting.',
    hint: 'Wait a moment and run again, or raise OLLAMA_MAX_QUEUE on the daemon.',
  },
  OLLAMA_INCOMPLETE: {
    summary: 'The daemon runs, but its inference engine is not installed.',
    hint: 'Install Ollama again from its official package so that llama-server comes with it.',
  },
  OLLAMA_REQUEST_FAILED: {
    summary: 'The daemon answered with an error.',
    hint: 'Read the words of the daemon in the message; its log tells more.',
  },
  MODEL_NOT_FOUND: {
    summary: 'The model is not installed on the daemon.',
    hint: 'Pull it with `ollama pull <model>`, or choose an installed one (`nodetool models list`).',
  },
  MODEL_NOT_CHOSEN: {
    summary: 'No model is chosen.',
    hint: 'Set the model (`nodetool models list` shows those installed).',
  },
  MODEL_LACKS_CAPABILITY: {
    summary: 'The model cannot do what is asked of it.',
    hint: 'Choose a model with that capability (`nodetool models list` shows what each can do).',
  },
  MODEL_OUT_OF_MEMORY: {
    summary: 'There is not enough memory to load the model.',
    hint: 'Choose a smaller model or quantisation, unload others (`ollama stop <model>`), or lower the context length.',
  },
  MODEL_CRASHED: {
    summary: 'The process that runs the model stopped or could not start.',
    hint: 'Run again; if it happens every time, look into the log of the daemon or try another model.',
  },
  CONTEXT_OVERFLOW: {
    summary: 'The prompt is longer than the context of the model.',
    hint: 'Shorten the prompt, raise the context length, or use a model with a longer context.',
  },
  TOOL_CALL_INVALID: {
    summary: 'The model produced a tool call that cannot be read.',
    hint: 'Run again with another temperature, or use a model with better tool support.',
  },
  OBJECT_INVALID: {
    summary: 'The answer of the model does not follow the schema.',
    hint: 'Run again, simplify the schema, or use a larger model; the last answer is kept.',
  },
  EMBEDDING_INVALID: {
    summary: 'The daemon returned vectors that do not fit the texts.',
    hint: 'Check that the model is an embedding model and is not damaged (`ollama pull` it again).',
  },
  IMAGE_INVALID: {
    summary: 'The image is not in a form that can be sent to a model.',
    hint: 'Use a PNG, JPEG or WebP image, given as data or as a picked file.',
  },
  REQUEST_INVALID: {
    summary: 'A setting of the request is not valid.',
    hint: 'Correct the value that the message names.',
  },
  CASSETTE_MISS: {
    summary: 'The request is not on the cassette that is replayed.',
    hint: 'Correct the field that the message names, or record the cassette anew. Nothing was asked of the network.',
  },
  PROVIDER_NOT_AVAILABLE: {
    summary: 'The provider does not exist in this environment.',
    hint: 'Local providers exist only when NODETOOL_ENV is not `production`.',
  },
  SETTING_INVALID: {
    summary: 'A setting has a value that cannot be used.',
    hint: 'Correct the setting that the message names.',
  },
  SECRETS_UNREADABLE: {
    summary: 'The secret store cannot be read.',
    hint: 'Check the owner and mode of the data folder; a damaged store must be removed and the secrets stored again.',
  },
  SECRET_NAME_INVALID: {
    summary: 'The name of the secret is not valid.',
    hint: 'Use capital letters, digits and underscores, beginning with a letter.',
  },
  SECRET_NOT_FOUND: {
    summary: 'No secret of that name is stored.',
    hint: 'See the stored names with `nodetool secrets list`.',
  },
  FILE_NOT_READABLE: {
    summary: 'The file cannot be read.',
    hint: 'Check the path and the permissions.',
  },
  STORAGE_FAILED: {
    summary: 'A file of the data folder could not be written or read.',
    hint: 'Check free space and permissions of the data folder (NODETOOL_HOME).',
  },
  ASSET_NOT_FOUND: {
    summary: 'The image or file is not stored on this machine.',
    hint: 'Pick the file again.',
  },
  WORKFLOW_NOT_JSON: {
    summary: 'The workflow file is not valid JSON.',
    hint: 'Open the file in an editor at the place that the message names, or export it again.',
  },
  WORKFLOW_INVALID: {
    summary: 'The workflow has a mistake.',
    hint: 'Correct what the message names; `nodetool validate <file>` lists every mistake.',
  },
  WORKFLOW_TOO_NEW: {
    summary: 'The workflow file was written by a newer version.',
    hint: 'Update nodetool, then open the file again.',
  },
  NODE_TYPE_UNKNOWN: {
    summary: 'The node type does not exist here.',
    hint: 'See the types with `nodetool node list`, or install the pack that has it.',
  },
  NODE_INPUT_MISSING: {
    summary: 'A required input of a node has no value.',
    hint: 'Wire the input or give it a value.',
  },
  NODE_INPUT_INVALID: {
    summary: 'A value does not fit the input or setting of a node.',
    hint: 'Give a value of the type that the message names.',
  },
  NODE_OUTPUT_INVALID: {
    summary: 'A node sent a value that its own declaration does not allow.',
    hint: 'This is a mistake in the node; report it with the message.',
  },
  NODE_FAILED: {
    summary: 'A node stopped with an error of its own.',
    hint: 'Read the cause in the message; if it is a mistake in the node, report it.',
  },
  NODE_TIMED_OUT: {
    summary: 'The run took longer than the time it was given.',
    hint: 'Give it more time with --timeout, or use a smaller model.',
  },
  VALUE_UNDELIVERED: {
    summary: 'A node ended without taking a value that was sent to it.',
    hint: 'This is a mistake in the receiving node; report it with the message.',
  },
  RUN_ALREADY_STARTED: {
    summary: 'The run was started before.',
    hint: 'Create a new session for every run.',
  },
  RUN_NOT_FOUND: {
    summary: 'No run with that id is known.',
    hint: 'Check the id; runs are kept in the data folder under runs/.',
  },
  RUN_INTERRUPTED: {
    summary: 'The program that ran the workflow ended before the run did.',
    hint: 'What had been recorded is kept. Run the workflow again.',
  },
  CANCELLED: {
    summary: 'The run was cancelled.',
    hint: 'Run it again when you are ready.',
  },
  WORKFLOW_NOT_FOUND: {
    summary: 'No workflow with that id is stored.',
    hint: 'It may have been deleted; save yours under a new name.',
  },
  WORKFLOW_CHANGED: {
    summary: 'The workflow was changed by someone else since it was opened.',
    hint: 'Keep yours as a copy, or load theirs.',
  },
  HOST_REFUSED: {
    summary: 'The request names a host that is not this server.',
    hint: 'Open the address that the server printed when it started.',
  },
  ORIGIN_REFUSED: {
    summary: 'The request comes from a page of another site.',
    hint: 'Open the address that the server printed by hand, in a tab of its own.',
  },
  TOKEN_REFUSED: {
    summary: 'The request carries no valid token of this launch.',
    hint: 'Open the address that the server printed when it started; each launch has a new one.',
  },
  REQUEST_NOT_JSON: {
    summary: 'The body of the request is not JSON.',
    hint: 'Send JSON with the content type application/json.',
  },
  REQUEST_TOO_LARGE: {
    summary: 'The body of the request is larger than the server takes.',
    hint: 'Send less; large images are better made smaller first.',
  },
  ROUTE_NOT_FOUND: {
    summary: 'The server has nothing at that address.',
    hint: 'Check the address and the method.',
  },
  SERVER_FAILED: {
    summary: 'The server stopped at a mistake of its own.',
    hint: 'Try again; if it happens every time, report it with what the server printed.',
  },
  SERVER_UNREACHABLE: {
    summary: 'The NodeTool server does not answer.',
    hint: 'Start it again with `npm start`; what you typed is kept in this browser.',
  },
  ADDRESS_IN_USE: {
    summary: 'No port is free to listen on.',
    hint: 'Name another one with --port.',
  },
  STARTER_NOT_INSTALLED: {
    summary: 'No Ollama answers, and the starter engine is not installed.',
    hint: 'Install small models to try with `nodetool starter install`, or start Ollama.',
  },
  STARTER_UNSUPPORTED: {
    summary: 'There is no starter engine for this system.',
    hint: 'Install Ollama instead: https://ollama.com/download.',
  },
  STARTER_INSTALL_FAILED: {
    summary: 'The starter engine could not be installed.',
    hint: 'Read the cause in the message, then run `nodetool starter install` again; what is whole is kept.',
  },
  STARTER_START_FAILED: {
    summary: 'The starter engine did not start.',
    hint: 'Run `nodetool starter status`; `nodetool starter install` puts right what is damaged.',
  },
  STARTER_CRASHED: {
    summary: 'The starter engine ended while it worked.',
    hint: 'It is started again by the next run. If it ends each time, the model may be too large for the memory.',
  },
  DOWNLOAD_FAILED: {
    summary: 'A file could not be downloaded.',
    hint: 'Check the connection and try again; a part that arrived is kept where the server allows to go on.',
  },
  DOWNLOAD_CORRUPT: {
    summary: 'A downloaded file is not the one that was expected, and was thrown away.',
    hint: 'Try again later; if it stays so, the server named in the message gives wrong data.',
  },
  DISK_FULL: {
    summary: 'There is not enough room on the disk.',
    hint: 'Make room, or set NODETOOL_HOME to a folder on a larger disk.',
  },
  MODEL_FILE_INVALID: {
    summary: 'The file is not a model that can be loaded.',
    hint: 'Give a whole GGUF file of a text or embedding model.',
  },
  USAGE: {
    summary: 'The command was called in a way it does not understand.',
    hint: 'See `nodetool --help`.',
  },
} as const satisfies Record<string, CatalogueEntry>;

/** Every code that an error of this project can carry. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** All codes, in the order of the catalogue. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the literal keys
export const ERROR_CODES = Object.keys(ERROR_CATALOGUE) as [ErrorCode, ...ErrorCode[]];
