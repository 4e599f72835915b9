/** `host/namespace/name:tag`; host and namespace may be missing. The lengths are Ollama's. */
const NAME = /^(?:\w[\w.:-]{0,349}\/)?(?:\w[\w.-]{0,79}\/)?\w[\w.-]{0,79}(?::\w[\w.-]{0,79})?$/;

/** Whether a text can be a model's name, with or without a tag. The daemon answers to no other. */
export function isModelName(name: string): boolean {
  return NAME.test(name);
}
