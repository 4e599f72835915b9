import { completeName } from '../library/model-library.ts';

const REGISTRY = 'registry.ollama.ai/';
const NAMESPACE = 'library/';

/** The name as the library has it: without the registry and namespace that Ollama leaves out, with tag, in lower case. */
export function libraryName(name: string): string {
  const text = completeName(name);
  const inRegistry = text.startsWith(REGISTRY) ? text.slice(REGISTRY.length) : text;
  return inRegistry.startsWith(NAMESPACE) ? inRegistry.slice(NAMESPACE.length) : inRegistry;
}

/** The name with registry and namespace, as Ollama has it in some refusals. */
export function registryName(name: string): string {
  const short = libraryName(name);
  const steps = short.split('/').length;
  if (steps === 1) return `${REGISTRY}${NAMESPACE}${short}`;
  return steps === 2 ? `${REGISTRY}${short}` : short;
}
