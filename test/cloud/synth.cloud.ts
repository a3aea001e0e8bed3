import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import { synthesize } from './stack/synthesize.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'pantry-synth-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the synthesis', () => {
  test.each([
    ['domain', 'No Domain', /^"domain" must be a host name in small letters/m],
    ['edge', 'fastly', /^"edge" must be "none" or "cloudfront"/m],
    ['certificateArn', 'arn:aws:acm:us-east-1:111111111111:certificate/a', /of another region/],
    ['monthlyBudget', '20', /^"monthlyBudget" has nobody to tell/m],
    ['hostedZoneId', '', /^"hostedZoneId" is missing: it must be the id of a hosted zone/m],
  ])('stops at %s = "%s" with a sentence', (key, value, sentence) => {
    expect(() => {
      synthesize(folder, { [key]: value });
    }).toThrow(sentence);
  });

  test('stops at what CloudFormation would refuse, and at what is not safe', () => {
    expect(() => {
      synthesize(folder, {}, 'node test/cloud/broken-app.ts');
    }).toThrow(
      /(?=[\s\S]*Additional properties are not allowed \('NoSuchProperty')(?=[\s\S]*AwsSolutions-SQS2)/,
    );
  });
});
