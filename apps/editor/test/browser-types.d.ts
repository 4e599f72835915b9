/** The sources of the editor name types of the browser; their tests run without one. */
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
