export { nodePack } from './pack.ts';
