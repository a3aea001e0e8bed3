import { gzipSync } from 'node:zlib';

import type { RehearsalAws } from '../aws/aws.ts';
import type { Answered, Asked } from '../aws/http.ts';
import { forward, type S3Peer } from '../aws/s3-front.ts';
import type { Assembly } from './assembly.ts';

type Json = Record<string, any>;

/** CloudFront's log as the template asks for it: the fields that it names, to the bucket that it names. */
export interface EdgeLog {
  /** `address`: of the viewer. */
  readonly note: (asked: Asked, answer: Answered, address: string) => void;
  /** Writes a file of what was noted since the last, and tells whom the bucket says. Gives what reads it back. */
  readonly write: () => Promise<() => Promise<Answered>>;
}

interface EdgeLogSource {
  readonly assembly: Assembly;
  readonly aws: RehearsalAws;
  readonly peer: S3Peer;
  readonly account: string;
}

/** Undefined: no log is delivered. */
export function createEdgeLog({
  assembly,
  aws,
  peer,
  account,
}: EdgeLogSource): EdgeLog | undefined {
  const [delivery] = assembly.resources('AWS::Logs::Delivery');
  const [destination] = assembly.resources('AWS::Logs::DeliveryDestination');
  const fields: readonly string[] | undefined = delivery?.properties['RecordFields'];
  if (!fields || destination?.properties['OutputFormat'] !== 'json') return undefined;
  const bucket = String(destination.properties['DestinationResourceArn']).replace(
    'arn:aws:s3:::',
    '',
  );
  const tell = (body: object): void => {
    for (const { stack, properties } of assembly.resources('AWS::S3::Bucket')) {
      const { BucketName, NotificationConfiguration }: Json = assembly.resolve(stack, properties);
      if (BucketName !== bucket) continue;
      for (const { Queue } of (NotificationConfiguration?.QueueConfigurations ?? []) as Json[]) {
        const [, , , region, owner, name] = String(Queue).split(':');
        const url = `https://sqs.${region}.amazonaws.com/${owner}/${name}`;
        aws.small.sendMessage(url, JSON.stringify(body));
      }
    }
  };
  let lines: string[] = [];
  let files = 0;
  return {
    note({ method, path, headers }, { status }, address) {
      const all: Readonly<Record<string, string>> = {
        date: new Date().toISOString().slice(0, 10),
        'c-ip': address,
        'cs-method': method,
        'cs-uri-stem': path,
        'sc-status': String(status),
        'cs(User-Agent)': encodeURIComponent(headers['user-agent'] ?? '-'),
        'sc-range-start': '-',
      };
      const line = fields.map((field) => {
        if (all[field] === undefined) throw new Error(`the rehearsal logs no field ${field}`);
        return [field, all[field]];
      });
      lines.push(JSON.stringify(Object.fromEntries(line)));
    },
    async write() {
      files += 1;
      const key = `AWSLogs/${account}/CloudFront/log ${files}.gz`;
      const path = `/${bucket}/${key.replaceAll(' ', '%20')}`;
      const plain = { path, query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0) };
      const body = gzipSync(`${lines.join('\n')}\n`);
      lines = [];
      const { status } = await forward({ ...plain, method: 'PUT', body }, peer);
      if (status !== 200) throw new Error(`the log was not written: ${status}`);
      const object = { key: key.replaceAll(' ', '+') };
      tell({ Records: [{ s3: { bucket: { name: bucket }, object } }] });
      return async () => forward({ ...plain, method: 'GET' }, peer);
    },
  };
}
