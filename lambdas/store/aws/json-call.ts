import { callAws, readBody } from './call.ts';
import { type AwsService, endpointOf, type Identity } from './signature.ts';

/** Services that take an operation's name in a header and JSON in a body. */
const PROTOCOLS = {
  dynamodb: { prefix: 'DynamoDB_20120810', version: '1.0' },
  sqs: { prefix: 'AmazonSQS', version: '1.0' },
  kms: { prefix: 'TrentService', version: '1.1' },
  ssm: { prefix: 'AmazonSSM', version: '1.1' },
  secretsmanager: { prefix: 'secretsmanager', version: '1.1' },
} as const satisfies Partial<Record<AwsService, { prefix: string; version: string }>>;

/** What the operation answers, as JSON. Throws AwsError. */
export async function callJson(
  service: keyof typeof PROTOCOLS,
  operation: string,
  input: object,
  identity?: Identity,
): Promise<unknown> {
  const { prefix, version } = PROTOCOLS[service];
  const callee = { service, place: endpointOf(service, identity), identity };
  const response = await callAws(callee, {
    method: 'POST',
    path: '/',
    headers: {
      'content-type': `application/x-amz-json-${version}`,
      'x-amz-target': `${prefix}.${operation}`,
    },
    body: JSON.stringify(input),
  });
  return JSON.parse((await readBody(response)).toString());
}
