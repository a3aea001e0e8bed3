// What Lambda's own Node runtime does with a function: asks for invocations and hands back answers.
import http from 'node:http';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';

const [host, prefix] = process.env.AWS_LAMBDA_RUNTIME_API.split('/');
const [hostname, port] = host.split(':');
const base = `/${prefix}/2018-06-01/runtime`;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

const ask = (method, where, { headers = {}, body } = {}) =>
  new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path: base + where, headers, agent });
    request.on('error', reject);
    request.on('response', async (response) => {
      const chunks = await response.toArray();
      resolve({ headers: response.headers, text: Buffer.concat(chunks).toString() });
    });
    if (body && typeof body !== 'string') body.pipe(request);
    else request.end(body);
  });

const STREAMING = Symbol('streaming');
globalThis.awslambda = {
  streamifyResponse: (handle) => Object.assign(handle, { [STREAMING]: true }),
  HttpResponseStream: {
    // The head goes out with the first write and never without one.
    from(stream, head) {
      const write = stream.write.bind(stream);
      stream.write = (...rest) => {
        stream.write = write;
        write(JSON.stringify(head));
        write(Buffer.alloc(8));
        return write(...rest);
      };
      return stream;
    },
  },
};

const shape = (error) =>
  JSON.stringify({
    errorMessage: error.message,
    errorType: error.name,
    trace: String(error.stack),
  });

let handler;
try {
  const file = path.join(process.env.LAMBDA_TASK_ROOT, 'index.mjs');
  ({ handler } = await import(pathToFileURL(file).href));
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  await ask('POST', '/init/error', { body: shape(error) });
  process.exit(1);
}

for (;;) {
  const { headers, text } = await ask('GET', '/invocation/next');
  const id = headers['lambda-runtime-aws-request-id'];
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const getRemainingTimeInMillis = () => deadline - Date.now();
  const context = { awsRequestId: id, getRemainingTimeInMillis };
  const event = JSON.parse(text);
  try {
    if (handler[STREAMING]) await answerByStream(id, event, context);
    else {
      const result = await handler(event, context);
      await ask('POST', `/invocation/${id}/response`, { body: JSON.stringify(result ?? null) });
    }
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    await ask('POST', `/invocation/${id}/error`, { body: shape(error) });
  }
}

async function answerByStream(id, event, context) {
  const body = new PassThrough();
  const mode = { 'Lambda-Runtime-Function-Response-Mode': 'streaming' };
  const sent = ask('POST', `/invocation/${id}/response`, { headers: mode, body });
  await handler(event, body, context);
  if (!body.writableEnded) body.end();
  await sent;
}
