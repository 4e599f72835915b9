import { spawn } from 'node:child_process';
import { projectRoot } from './ensure-installed.mjs';

/**
 * Runs a command in the project folder with its output on ours, and gives its exit code (128 + n for signal n is
 * not told apart: a signal gives 1). Interrupts reach the child by the terminal.
 */
export function runCommand(command, commandArguments, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, {
      cwd: projectRoot,
      stdio: 'inherit',
      env: { ...process.env, ...environment },
      shell: process.platform === 'win32',
    });
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs a JavaScript file of a package in node_modules with this Node. */
export function runNode(file, fileArguments, environment = {}) {
  return runCommand(process.execPath, [file, ...fileArguments], environment);
}
