import { readPublishBody, type BodyLimits } from '#domain/publish-body/read-publish-body.ts';

export const LIMITS: BodyLimits = { document: 64 * 1024, tarball: 2 ** 20 };

export interface Received {
  readonly document: unknown;
  readonly attachment: string | undefined;
  readonly tarball: Buffer | undefined;
}

/** A body as the network hands it over. */
export async function* bodyOf(
  ...chunks: readonly (string | Uint8Array)[]
): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

/** Reads a body and keeps all of it, which only a test may do. */
export async function receive(
  body: AsyncIterable<Uint8Array>,
  limits: BodyLimits = LIMITS,
): Promise<Received> {
  const tarballs: [string, Buffer][] = [];
  const document = await readPublishBody(body, limits, async (attachment, bytes) => {
    tarballs.push([attachment, Buffer.concat(await Array.fromAsync(bytes))]);
  });
  const [attachment, tarball] = tarballs[0] ?? [];
  return { document, attachment, tarball };
}

/** Reads a body that comes as one chunk. */
export const receiveText = (
  text: string | Uint8Array,
  limits: BodyLimits = LIMITS,
): Promise<Received> => receive(bodyOf(text), limits);

/** Bytes with everything in them. */
export const TARBALL = Buffer.from(Array.from({ length: 200 }, (_, index) => (index * 89) % 256));
export const BASE64 = TARBALL.toString('base64');

/** What comes before the JSON of a tarball's data, and what comes after it. */
export const BEFORE = '{"name":"p","_attachments":{"p-1.0.0.tgz":{"content_type":"x","data":';
export const AFTER = ',"length":200}}}';

export const withData = (json: string): string => `${BEFORE}${json}${AFTER}`;

/** Cuts a text or bytes into pieces of one length. */
export function inPieces(whole: string | Uint8Array, length: number): Buffer[] {
  const bytes = Buffer.from(whole);
  const count = Math.ceil(bytes.length / length);
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * length, (at + 1) * length));
}

const ATTACHMENT = {
  content_type: 'application/octet-stream',
  data: BASE64,
  length: TARBALL.length,
};
const PROVENANCE = {
  content_type: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  data: JSON.stringify({ mediaType: 'x', nested: { data: '"quoted"' } }),
  length: 60,
};

/** The publish document of npm, with what could be taken for a tarball; other clients send less. */
export const DOCUMENT = {
  _id: '@s/p',
  name: '@s/p',
  description: 'a "quoted" \\ text with data and _attachments',
  'dist-tags': { latest: '1.0.0' },
  versions: {
    '1.0.0': {
      name: '@s/p',
      version: '1.0.0',
      readme: '# Größe\n\n```json\n{"_attachments":{"x.tgz":{"data":"AAAA"}}}\n```\n',
      data: { data: 'data', _attachments: { 'x.tgz': { data: 'AAAA' } } },
      keywords: ['a', '_attachments', 'data', '{"data":"b'],
    },
  },
  access: null,
  _attachments: { '@s/p-1.0.0.tgz': ATTACHMENT, '@s/p-1.0.0.sigstore': PROVENANCE },
};

/** What is left of it: no data in the tarball's place. */
export const EXPECTED = {
  ...DOCUMENT,
  _attachments: {
    '@s/p-1.0.0.tgz': { ...ATTACHMENT, data: '' },
    '@s/p-1.0.0.sigstore': PROVENANCE,
  },
};
