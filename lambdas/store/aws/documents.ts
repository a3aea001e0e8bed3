import { packageTag, type Visibility } from '#domain/package.ts';
import type { DocumentInfo, DocumentKey, Documents, StoredDocument } from '#store/documents.ts';

import { type AwsResponse, readBody } from './call.ts';
import { TAG_HEADER } from './edge.ts';
import { variable } from './environment.ts';
import { getObject, headObject, type ObjectName, putObject } from './s3.ts';

/** What a document says of itself, as JSON in one header of its object. */
const INFO = 'x-amz-meta-document';

/**
 * For a delivery network that reads documents itself: it keeps them until they are purged, an hour at most
 * if that is lost; clients ask every time.
 */
const AT_EDGE = 'public, max-age=0, s-maxage=3600, must-revalidate';

/** Writers that may come first before one gives up; each of them wrote a document. */
const ATTEMPTS = 10;

/** Documents as objects, compressed as clients want them. */
export function openDocuments(
  bucket = variable('PANTRY_DOCUMENTS_BUCKET'),
  prefix = 'packuments/',
): Documents {
  const nameOf = ({ name, form }: DocumentKey): ObjectName => ({
    bucket,
    key: `${prefix}${form}/${name}`,
  });
  return {
    async find(key) {
      const response = await getObject(nameOf(key));
      return response && toDocument(response);
    },
    async save(key, { gzip, ...info }) {
      const { rev, visibility } = info;
      const tag = packageTag(key.name);
      return write(nameOf(key), rev, { body: gzip, info, visibility, tag });
    },
    async remove(key, rev) {
      const gone: Removed = { rev, removed: true };
      const content = { body: NOTHING, info: gone, tag: packageTag(key.name) };
      await write(nameOf(key), rev, { ...content, visibility: 'private' });
    },
  };
}

async function toDocument(response: AwsResponse): Promise<StoredDocument | undefined> {
  const info = infoOf(response.headers);
  const gzip = await readBody(response);
  return info && !('removed' in info) ? { ...info, gzip } : undefined;
}

/** What is left of a document: which rev removed it. */
interface Removed {
  readonly rev: number;
  readonly removed: true;
}

const NOTHING = new Uint8Array();

interface Content {
  readonly body: Uint8Array;
  readonly info: DocumentInfo | Removed;
  readonly visibility: Visibility;
  /** What the edge drops it by. */
  readonly tag: string;
}

function infoOf(headers: AwsResponse['headers']): DocumentInfo | Removed | undefined {
  const { [INFO]: text } = headers;
  if (typeof text !== 'string') return undefined;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below
    return JSON.parse(text) as DocumentInfo | Removed;
  } catch {
    return undefined;
  }
}

/**
 * Compare-and-set: over the very object whose rev was looked at, or where there was none. What was
 * removed leaves an object too, whose rev keeps a slower writer from bringing an older document back.
 */
async function write(
  name: ObjectName,
  rev: number,
  { body, info, visibility, tag }: Content,
): Promise<'saved' | 'newer-exists'> {
  const headers = {
    'content-type': 'application/json',
    'content-encoding': 'gzip',
    'cache-control': AT_EDGE,
    [INFO]: JSON.stringify(info),
    // Who may read objects without us may read those of this tag alone.
    'x-amz-tagging': `visibility=${visibility}`,
    [TAG_HEADER]: tag,
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const existing = await headObject(name);
    const there = existing && infoOf(existing);
    if (there && (there.rev > rev || ('removed' in there && there.rev === rev))) {
      return 'newer-exists';
    }
    const etag = existing?.etag;
    // Without the quotes that HTTP puts around it: every S3 takes that.
    const condition = etag === undefined ? 'absent' : { etag: etag.replaceAll('"', '') };
    if ((await putObject(name, { body, headers, condition })) === 'written') return 'saved';
  }
  throw new Error(`${name.key} is written by many at once`);
}
