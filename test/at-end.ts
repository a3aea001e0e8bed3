import { afterAll, onTestFinished, TestRunner } from 'vitest';

/** Does something when what needs a thing is through: the test that asks for it, or the whole file. */
export function atEnd(work: () => unknown): void {
  if (TestRunner.getCurrentTest()) onTestFinished(async () => void (await work()));
  else afterAll(async () => void (await work()));
}
