/** Where an Ollama daemon listens when nobody says otherwise. */
export const OLLAMA_DEFAULT_URL = 'http://127.0.0.1:11434';

/** The ids of the providers that come with this package. */
export const PROVIDER_IDS = { OLLAMA: 'ollama' } as const;
