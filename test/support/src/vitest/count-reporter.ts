import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** What one vitest run comes to, as `scripts/test.mjs` adds it up. */
export interface TestCounts {
  passed: number;
  failed: number;
  /** Tests that did not run, with the reason that they gave. */
  readonly skipped: { readonly name: string; readonly reason: string }[];
}

/** Writes the counts of a run to the file that NODETOOL_TEST_COUNTS names; does nothing without it. */
export class CountReporter implements Reporter {
  readonly #counts: TestCounts = { passed: 0, failed: 0, skipped: [] };

  onTestCaseResult(testCase: TestCase): void {
    const result = testCase.result();
    if (result.state === 'passed') this.#counts.passed += 1;
    else if (result.state === 'failed') this.#counts.failed += 1;
    else if (result.state === 'skipped') {
      this.#counts.skipped.push({
        name: `${testCase.module.relativeModuleId} > ${testCase.fullName}`,
        reason: result.note ?? 'no reason given',
      });
    }
  }

  onTestModuleEnd(testModule: TestModule): void {
    // A file that fails before its tests run counts as one failure; it would count as none otherwise.
    if (testModule.errors().length > 0) this.#counts.failed += 1;
  }

  onTestRunEnd(_modules: unknown, unhandledErrors: readonly unknown[]): void {
    this.#counts.failed += unhandledErrors.length;
    const file = process.env['NODETOOL_TEST_COUNTS'];
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(this.#counts));
  }
}
