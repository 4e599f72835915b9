import { describe, expect, test } from 'vitest';
import { toWireImage } from '../../src/ollama/chat/image-data.ts';
import { daemonThatPlays, outcomeOf, providerOf } from '../scripted.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const base64 = png.toString('base64');
const image = (data: Uint8Array | string) => toWireImage({ type: 'image_url', image: { data } });

describe('an image', () => {
  test.each([
    ['bytes', png],
    ['a view into a larger buffer', new Uint8Array([0, ...png, 0]).subarray(1, png.length + 1)],
    ['base64', base64],
    ['base64 in lines', base64.replaceAll(/(.{20})/g, '$1\r\n')],
    ['base64 without padding', base64.replaceAll('=', '')],
    ['base64 for addresses', base64.replaceAll('+', '-').replaceAll('/', '_')],
    ['a data URL', `data:image/png;base64,${base64}`],
    ['a data URL with parameters', `data:image/png;charset=utf-8;base64,${base64}`],
  ])('given as %s is sent as plain base64', (_form, data) => {
    expect(Buffer.from(image(data), 'base64')).toEqual(png);
    expect(image(data)).toMatch(/^[A-Za-z0-9+/]+=*$/);
  });

  test('may stand in the address field, if it is a data URL', () => {
    const uri = `data:image/png;base64,${base64}`;
    expect(toWireImage({ type: 'image_url', image: { uri } })).toBe(base64);
  });

  test.each([
    ['PNG', png],
    ['JPEG', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['GIF', Buffer.from('GIF89a......')],
    ['WebP', Buffer.from('RIFF\u0001\u0002\u0003\u0004WEBPVP8 ')],
  ])('in the form %s is taken', (_form, bytes) => {
    expect(image(bytes)).toBe(bytes.toString('base64'));
  });

  test.each([
    ['a path', '/etc/passwd'],
    ['a path that is base64 too', '/etc/hostname'],
    ['an address', 'http://127.0.0.1:1/cat.png'],
    ['a secure address', 'https://example.org/cat.png'],
    ['an address of a file', 'file:///etc/passwd'],
    ['words', 'not an image'],
    ['nothing', ''],
    ['no bytes', new Uint8Array()],
    ['bytes of something else', Buffer.from('%PDF-1.7 ...')],
    ['sound that begins like WebP', Buffer.from('RIFF....WAVEfmt ')],
    ['a data URL in plain', 'data:image/svg+xml,<svg/>'],
    ['a beginning and then no base64', `${base64.slice(0, 40)} <script>`],
  ])('that is %s is refused', (_form, data) => {
    expect(() => image(data)).toThrow(expect.objectContaining({ code: 'IMAGE_INVALID' }));
  });

  test('of many megabytes is taken, in text too', () => {
    const large = Buffer.concat([png, Buffer.alloc(30 * 1024 * 1024, 0x5a)]);
    const text = large.toString('base64');
    expect(image(text) === text).toBe(true);
  });

  test('that is refused was never sent, and nobody was asked', async () => {
    const daemon = await daemonThatPlays();
    const { error } = await outcomeOf(
      providerOf(daemon).generateMessages({
        model: 'tiny-vision',
        messages: [
          { role: 'user', content: [{ type: 'image_url', image: { data: '/etc/passwd' } }] },
        ],
      }),
    );
    expect(error).toMatchObject({ code: 'IMAGE_INVALID' });
    expect(daemon.requests).toEqual([]);
  });
});
