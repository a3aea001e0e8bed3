import { initializeCA, initializeCTLog, initializeTLog, initializeTSA } from '@sigstore/mock';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';

/** Who signs, as a certificate names it: its SAN, and Fulcio's extensions by their number. */
export interface Identity {
  readonly signer: string;
  readonly extensions: Readonly<Record<number, string>>;
}

/** A bundle, open to whatever a test wants to spoil in it. */
export type Bundle = Record<string, any>;

/** How clients differ in what they make. */
export type Shape =
  /** npm, yarn and pnpm 11: an entry of the kind dsse with the log's promise and proof. */
  | 'npm'
  /** The SLSA generator: an entry of the kind intoto, and a chain of certificates. */
  | 'slsa-generator'
  /** pnpm 12: an entry of the second log's, without a promise, and a timestamp. */
  | 'pnpm';

export interface Attesting {
  readonly identity: Identity;
  readonly shape?: Shape;
  readonly payloadType?: string;
  /** Whether the certificate was in a log of certificates, as those of the public sigstore are. */
  readonly certificateLogged?: boolean;
  /** Whether it is signed with a key that the certificate is not of. */
  readonly otherKey?: boolean;
  /** When the certificate is given out, and when the log gets the signature. */
  readonly certifiedAt?: Date;
  readonly loggedAt?: Date;
}

/** A sigstore of one's own: who certifies, the logs, and who dates signatures. */
export interface Authority {
  /** Its `trusted_root.json`. */
  readonly trustRoot: string;
  /** Its key in PEM: whoever has it is the same authority. */
  readonly key: string;
  attest(statement: object, attesting: Attesting): Promise<Bundle>;
  /** What its services do for a client that signs: a certificate in PEM, and the log's answer. */
  certify(publicKey: string, identity: Identity): Promise<string>;
  record(
    envelope: { readonly payload: string; readonly sig: string },
    verifier: string,
  ): Promise<object>;
}

/** A fraction of a second would be written without its closing zeros, which readers do not expect. */
const wholeSecond = (): Date => new Date(Math.floor(Date.now() / 1000) * 1000);

const LOG = 'https://log.test';
const hashOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

export async function createAuthority(pem?: string): Promise<Authority> {
  const keys = pem === undefined ? keyPair() : of(pem);
  const rootOf = async (clock?: Date, logged = true) =>
    initializeCA(keys, logged ? await initializeCTLog(keys, clock) : undefined, clock);
  const [ca, tsa] = [await rootOf(), await initializeTSA(keys)];
  const attest = async (statement: object, attesting: Attesting): Promise<Bundle> => {
    const {
      identity,
      shape = 'npm',
      certificateLogged,
      otherKey,
      certifiedAt,
      loggedAt,
    } = attesting;
    const leaf = keyPair();
    const certificate = await certify(
      await rootOf(certifiedAt, certificateLogged),
      leaf.publicKey,
      identity,
    );
    const { privateKey } = otherKey ? keyPair() : leaf;
    const envelope = seal(statement, privateKey, attesting.payloadType);
    const signed = { certificate, envelope };
    const log = await initializeTLog(LOG, keys, loggedAt);
    if (shape === 'pnpm') {
      const stamp = await (
        await initializeTSA(keys, wholeSecond())
      ).timestamp({
        artifactHash: hashOf(envelope.signature),
        hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
        nonce: 1,
        policyOID: '1.3.6.1.4.1.57264.2',
      });
      return bundleOf(signed, await secondEntry(log, signed), toBase64(stamp));
    }
    const entry = await firstEntry(log, signed, shape);
    return bundleOf(signed, entry, undefined, shape === 'slsa-generator');
  };
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    trustRoot: trustRootOf(keys.publicKey, ca, tsa),
    key,
    attest,
    certify: async (publicKey, identity) =>
      pemOf(await certify(ca, createPublicKey(publicKey), identity)),
    async record({ payload, sig }, verifier) {
      const log = await initializeTLog(LOG, keys);
      return log.log(dsseBody(Buffer.from(payload, 'base64'), sig, verifier));
    },
  };
}

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

function of(pem: string) {
  const privateKey = createPrivateKey(pem);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

type Log = Awaited<ReturnType<typeof initializeTLog>>;
type Ca = Awaited<ReturnType<typeof initializeCA>>;
type Tsa = Awaited<ReturnType<typeof initializeTSA>>;

const spki = (key: KeyObject): Buffer<ArrayBuffer> =>
  Buffer.from(key.export({ type: 'spki', format: 'der' }));

const toBase64 = (view: ArrayBufferView): string =>
  Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64');

async function certify(ca: Ca, key: KeyObject, { signer, extensions }: Identity): Promise<Buffer> {
  const certificate = await ca.issueCertificate({
    publicKey: spki(key),
    subjectAltName: signer,
    extensions: Object.entries(extensions).map(([number, value]) => ({
      oid: `1.3.6.1.4.1.57264.1.${number}`,
      value,
    })),
  });
  return Buffer.from(toBase64(certificate), 'base64');
}

interface Signed {
  readonly certificate: Buffer;
  readonly envelope: ReturnType<typeof seal>;
}

function seal(statement: object, key: KeyObject, type = 'application/vnd.in-toto+json') {
  const payload = Buffer.from(JSON.stringify(statement));
  const head = `DSSEv1 ${type.length} ${type} ${payload.length} `;
  const encoded = Buffer.concat([Buffer.from(head), payload]);
  return { type, payload, encoded, signature: sign('sha256', encoded, key) };
}

const pemOf = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`;

const payloadHashOf = (payload: Buffer) => ({
  algorithm: 'sha256',
  value: hashOf(payload).toString('hex'),
});

const dsseBody = (payload: Buffer, signature: string, verifier: string) => ({
  kind: 'dsse',
  apiVersion: '0.0.1',
  spec: { payloadHash: payloadHashOf(payload), signatures: [{ signature, verifier }] },
});

function intotoBody({ payload, type }: Signed['envelope'], signature: string, publicKey: string) {
  const sig = Buffer.from(signature).toString('base64');
  const envelope = { payloadType: type, signatures: [{ sig, publicKey }] };
  const content = { envelope, payloadHash: payloadHashOf(payload) };
  return { kind: 'intoto', apiVersion: '0.0.2', spec: { content } };
}

async function firstEntry(log: Log, { certificate, envelope }: Signed, shape: Shape) {
  const verifier = Buffer.from(pemOf(certificate)).toString('base64');
  const signature = envelope.signature.toString('base64');
  const body =
    shape === 'npm'
      ? dsseBody(envelope.payload, signature, verifier)
      : intotoBody(envelope, signature, verifier);
  const [entry]: any[] = Object.values(await log.log(body));
  const { inclusionProof: proof, signedEntryTimestamp } = entry.verification;
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: Buffer.from(entry.logID, 'hex').toString('base64') },
    kindVersion: { kind: body.kind, version: body.apiVersion },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: '0',
      rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
      treeSize: '1',
      hashes: [],
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: entry.body,
  };
}

async function secondEntry(log: Log, { certificate, envelope }: Signed) {
  const body = {
    kind: 'hashedrekord',
    apiVersion: '0.0.2',
    spec: {
      hashedRekordV002: {
        data: { algorithm: 'SHA2_256', digest: hashOf(envelope.encoded).toString('base64') },
        signature: {
          content: envelope.signature.toString('base64'),
          verifier: {
            keyDetails: 'PKIX_ECDSA_P256_SHA_256',
            x509Certificate: { rawBytes: certificate.toString('base64') },
          },
        },
      },
    },
  };
  const entry: any = await log.logV2(body as never);
  return {
    logIndex: '0',
    logId: { keyId: entry.logId.keyId.toString('base64') },
    kindVersion: { kind: body.kind, version: body.apiVersion },
    inclusionProof: {
      logIndex: '0',
      rootHash: entry.inclusionProof.rootHash.toString('base64'),
      treeSize: '1',
      hashes: [],
      checkpoint: entry.inclusionProof.checkpoint,
    },
    canonicalizedBody: entry.canonicalizedBody.toString('base64'),
  };
}

function bundleOf(
  { certificate, envelope }: Signed,
  entry: object,
  stamp?: string,
  chain = false,
): Bundle {
  const rawBytes = certificate.toString('base64');
  return {
    mediaType: chain
      ? 'application/vnd.dev.sigstore.bundle+json;version=0.2'
      : 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      ...(chain
        ? { x509CertificateChain: { certificates: [{ rawBytes }] } }
        : { certificate: { rawBytes } }),
      tlogEntries: [entry],
      ...(stamp !== undefined && {
        timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: stamp }] },
      }),
    },
    dsseEnvelope: {
      payload: envelope.payload.toString('base64'),
      payloadType: envelope.type,
      signatures: [{ sig: envelope.signature.toString('base64'), keyid: '' }],
    },
  };
}

/** All of it valid since long ago: certificates say themselves when they are. */
function trustRootOf(key: KeyObject, ca: Ca, tsa: Tsa): string {
  const rawBytes = spki(key).toString('base64');
  const validFor = { start: '2020-01-01T00:00:00Z' };
  const log = {
    baseUrl: LOG,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes, keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: hashOf(spki(key)).toString('base64') },
  };
  const authority = (...certificates: readonly ArrayBufferView[]) => ({
    subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
    uri: 'https://authority.test',
    certChain: { certificates: certificates.map((each) => ({ rawBytes: toBase64(each) })) },
    validFor,
  });
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log],
    certificateAuthorities: [authority(ca.rootCertificate)],
    ctlogs: [log],
    timestampAuthorities: [authority(tsa.intCertificate, tsa.rootCertificate)],
  });
}
