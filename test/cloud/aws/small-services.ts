import { generateKeyPairSync, type KeyPairKeyObjectResult, sign } from 'node:crypto';

import { type Answered, jsonAnswer, jsonError } from './http.ts';

type Json = Record<string, any>;

export interface Message {
  readonly messageId: string;
  readonly body: string;
}

/** KMS, SQS, Secrets Manager and Parameter Store, as far as functions use them. */
export interface SmallServices {
  readonly secrets: Map<string, string>;
  /** How many messages wait in a queue that nobody works on, by its URL. */
  readonly waiting: Map<string, number>;
  /** Another name of a key. */
  readonly aliases: Map<string, string>;
  /** A text of a template, as CloudFormation puts a secret into it. */
  secretIn(reference: string): string;
  /** Messages that were sent, by the queue's URL. */
  readonly onMessage: (listener: (queueUrl: string, message: Message) => void) => void;
  /** Puts a message into a queue, as a schedule does. */
  sendMessage(queueUrl: string, body: string): void;
  run(target: string, input: Json): Answered;
}

export function createSmallServices(): SmallServices {
  const keys = new Map<string, KeyPairKeyObjectResult>();
  const aliases = new Map<string, string>();
  const parameters = new Map<string, string>();
  const secrets = new Map<string, string>();
  const waiting = new Map<string, number>();
  const listeners: ((queueUrl: string, message: Message) => void)[] = [];
  let count = 0;
  const keyOf = (id: string): KeyPairKeyObjectResult => {
    const name = aliases.get(id) ?? id;
    const key = keys.get(name) ?? generateKeyPairSync('ec', { namedCurve: 'P-256' });
    keys.set(name, key);
    return key;
  };
  const sendMessage = (queueUrl: string, body: string): Message => {
    count += 1;
    const message = { messageId: `message-${count}`, body };
    for (const listener of listeners) listener(queueUrl, message);
    return message;
  };
  const operations: Readonly<Record<string, (input: Json) => Answered>> = {
    'TrentService.Sign': ({ KeyId, Message: text, MessageType, SigningAlgorithm }) => {
      if (MessageType !== 'RAW' || SigningAlgorithm !== 'ECDSA_SHA_256') {
        return jsonError('ValidationException', 'the rehearsal signs RAW with ECDSA_SHA_256 alone');
      }
      const bytes = Buffer.from(text, 'base64');
      if (bytes.length > 4096) return jsonError('ValidationException', 'RAW takes 4,096 bytes');
      const Signature = sign('sha256', bytes, keyOf(KeyId).privateKey).toString('base64');
      return jsonAnswer({ KeyId, Signature, SigningAlgorithm });
    },
    'TrentService.GetPublicKey': ({ KeyId }) => {
      if (KeyId.startsWith('alias/') && !aliases.has(KeyId)) {
        return jsonError('NotFoundException', `Alias ${KeyId} is not found.`);
      }
      const spki = keyOf(KeyId).publicKey.export({ type: 'spki', format: 'der' });
      return jsonAnswer({ KeyId, PublicKey: spki.toString('base64'), KeySpec: 'ECC_NIST_P256' });
    },
    'AmazonSQS.SendMessage': ({ QueueUrl, MessageBody }) =>
      jsonAnswer({ MessageId: sendMessage(QueueUrl, MessageBody).messageId }),
    'AmazonSQS.GetQueueAttributes': ({ QueueUrl, AttributeNames }) =>
      AttributeNames[0] === 'ApproximateNumberOfMessages'
        ? jsonAnswer({
            Attributes: { ApproximateNumberOfMessages: String(waiting.get(QueueUrl) ?? 0) },
          })
        : jsonError('InvalidAttributeName', 'the rehearsal knows how many wait, and nothing else'),
    'AmazonSSM.GetParameter': ({ Name, WithDecryption }) => {
      const Value = parameters.get(Name);
      if (Value === undefined) return jsonError('ParameterNotFound', '');
      if (!WithDecryption) return jsonError('ValidationException', 'the rehearsal decrypts');
      return jsonAnswer({ Parameter: { Name, Value, Type: 'SecureString' } });
    },
    'AmazonSSM.PutParameter': ({ Name, Value, Type, Overwrite }) => {
      if (Type !== 'SecureString' || Overwrite !== false) {
        return jsonError('ValidationException', 'the rehearsal keeps secure strings, each once');
      }
      if (parameters.has(Name)) return jsonError('ParameterAlreadyExists', '');
      parameters.set(Name, Value);
      return jsonAnswer({ Version: 1, Tier: 'Standard' });
    },
    'secretsmanager.GetSecretValue': ({ SecretId }) => {
      const SecretString = secrets.get(SecretId);
      return SecretString === undefined
        ? jsonError('ResourceNotFoundException', 'Secrets Manager can’t find the specified secret.')
        : jsonAnswer({ ARN: SecretId, SecretString });
    },
  };
  return {
    secrets,
    waiting,
    aliases,
    secretIn(reference) {
      const id = /^\{\{resolve:secretsmanager:(.+):SecretString:::\}\}$/.exec(reference)?.[1];
      const secret = secrets.get(id ?? '');
      if (secret === undefined) throw new Error(`no secret ${reference}`);
      return secret;
    },
    onMessage: (listener) => void listeners.push(listener),
    sendMessage: (queueUrl, body) => void sendMessage(queueUrl, body),
    run: (target, input) =>
      operations[target]?.(input) ??
      jsonError('UnknownOperationException', `the rehearsal has no ${target}`),
  };
}
