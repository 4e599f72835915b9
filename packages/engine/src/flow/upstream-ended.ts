/** Why a node cannot run: another one that it needs ended without giving what is needed. */
export class UpstreamEnded extends Error {
  override readonly name = 'UpstreamEnded';
}
