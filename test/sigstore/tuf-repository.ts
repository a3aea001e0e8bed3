import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** A repository of the update framework, as its files. */
export interface TufRepository {
  /** The first root, which a client has from the start. */
  readonly root: string;
  /** By the path below its URL. */
  readonly files: ReadonlyMap<string, string>;
}

const EXPIRES = '2099-01-01T00:00:00Z';
const hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** One key signs all of it, which no real one would do. */
export function tufRepository(targets: Readonly<Record<string, string>>): TufRepository {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const value = Buffer.from(x, 'base64url').toString('hex');
  const key = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: value } };
  const keyid = hex(canonical(key));
  const role = { keyids: [keyid], threshold: 1 };
  const seal = (type: string, content: object): string => {
    const head = { _type: type, spec_version: '1.0.31', version: 1, expires: EXPIRES };
    const signed = { ...head, ...content };
    const sig = sign(null, Buffer.from(canonical(signed)), privateKey).toString('hex');
    return JSON.stringify({ signed, signatures: [{ keyid, sig }] });
  };
  const root = seal('root', {
    consistent_snapshot: true,
    keys: { [keyid]: key },
    roles: { root: role, timestamp: role, snapshot: role, targets: role },
  });
  const described = Object.entries(targets).map(([name, text]) => [
    name,
    { length: Buffer.byteLength(text), hashes: { sha256: hex(text) } },
  ]);
  const files = new Map([
    ['/1.root.json', root],
    ['/timestamp.json', seal('timestamp', { meta: { 'snapshot.json': { version: 1 } } })],
    ['/1.snapshot.json', seal('snapshot', { meta: { 'targets.json': { version: 1 } } })],
    ['/1.targets.json', seal('targets', { targets: Object.fromEntries(described) })],
    ...Object.entries(targets).map(
      ([name, text]) => [`/targets/${hex(text)}.${name}`, text] as const,
    ),
  ]);
  return { root, files };
}

/** JSON with sorted keys and nothing between them: all texts here are plain. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
