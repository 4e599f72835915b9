import { dirname, join } from 'node:path';
import { GRAPH_PACKAGE, packageEntries } from './emit-declarations.mjs';
import { readModule } from './read-module.mjs';

/** Reads modules once, and finds what their names stand for. */
export class ModuleReader {
  #texts;
  #modules = new Map();

  /** `texts` holds the declarations of all modules by the path of their source. */
  constructor(texts) {
    this.#texts = texts;
  }

  /** Paths of all modules. */
  get paths() {
    return [...this.#texts.keys()];
  }

  /** A module, or undefined when it is not one of ours. */
  read(path) {
    if (!this.#modules.has(path)) {
      const text = this.#texts.get(path);
      this.#modules.set(path, text === undefined ? undefined : readModule(text));
    }
    return this.#modules.get(path);
  }

  #target(path, from) {
    if (from.startsWith('.')) return join(dirname(path), from).replaceAll('\\', '/');
    return packageEntries(GRAPH_PACKAGE).find(({ specifier }) => specifier === from)?.file;
  }

  /** The declarations behind a name of a module, wherever they stand: `{ path, declarations }`, or undefined. */
  resolve(path, name) {
    const module = this.read(path);
    const declarations = module?.declarations.get(name);
    if (declarations) return { path, declarations };
    const link = module?.reexports.get(name) ?? module?.imports.get(name);
    const target = link && this.#target(path, link.from);
    return target && this.resolve(target, link.name);
  }

  /** Whether a name of a module comes from a package that is not ours. */
  isForeign(path, name) {
    return this.read(path).imports.has(name) && this.resolve(path, name) === undefined;
  }

  /** What has that name in any module, one that the module `near` knows or of its folder first; as `resolve` gives it. */
  find(name, near) {
    const own = this.resolve(near, name);
    if (own) return own;
    const holding = this.paths.filter((path) => this.read(path).declarations.has(name));
    const path = holding.find((other) => dirname(other) === dirname(near)) ?? holding[0];
    return path && { path, declarations: this.read(path).declarations.get(name) };
  }
}
