import { describe, expect, test } from 'vitest';

import { notFound } from '#domain/errors.ts';
import { errorReply } from '#http/error-reply.ts';

const named = (name: string, more: object = {}): Error =>
  Object.assign(new Error('details of a store'), { name, ...more });

describe('what a store throws becomes', () => {
  test.each([
    named('ThrottlingException'),
    named('ProvisionedThroughputExceededException'),
    named('TransactionInProgressException'),
    named('TimeoutError'),
    named('SlowDown', { passing: true }),
    named('Oops', { $metadata: { httpStatusCode: 503 } }),
  ])('503 with retry-after where a repetition may help: $name', (error) => {
    const { status, headers, body } = errorReply(error, 'r1');
    expect([status, headers?.['retry-after']]).toEqual([503, '2']);
    expect(JSON.stringify(body)).not.toContain('details of a store');
  });

  test.each([
    named('AccessDeniedException', { $metadata: { httpStatusCode: 400 } }),
    named('AccessDenied', { passing: false }),
    named('ValidationException'),
    'not even an error',
  ])('500 with the id of the request and nothing of its own otherwise: %s', (error) => {
    const reply = errorReply(error, 'r1');
    expect(reply.status).toBe(500);
    expect(JSON.stringify(reply.body)).toContain('request r1');
    expect(JSON.stringify(reply.body)).not.toContain('details of a store');
  });

  test('itself where it was meant for the client', () => {
    expect(errorReply(notFound('it'), 'r1').status).toBe(404);
  });
});
