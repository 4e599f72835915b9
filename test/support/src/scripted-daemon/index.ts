export { layerLine, statusLine } from './answer-pull.ts';
export { startScriptedDaemon } from './scripted-daemon.ts';
export type { ScriptedDaemon, SeenRequest } from './scripted-daemon.ts';
export { jsonScript, linesScript } from './script-step.ts';
export type { Script, ScriptStep } from './script-step.ts';
export { chatLine, doneLine, errorLine } from './wire-lines.ts';
