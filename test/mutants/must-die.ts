/** A fault that the tests must see, whatever else they miss. */
export interface MustDie {
  readonly file: string;
  /** Stands once in the file, to the letter. */
  readonly source: string;
  readonly becomes: string;
  /** What would be wrong with the app. */
  readonly means: string;
}

/** Each was put in by hand once, and most went unseen then. A piece of code that no longer stands in its file ends the run. */
export const mustDie: readonly MustDie[] = [
  {
    file: 'electron/switching/plan-switch.ts',
    source: 'if (configurations.length < 2) return null;',
    becomes: '',
    means: 'an MBIM configuration is chosen though there is one only',
  },
  {
    file: 'electron/at/session.ts',
    source: 'this.#owedUntil = this.#clock.now() + timeoutMs;',
    becomes: '',
    means: 'a late answer is taken for that of the next command',
  },
  {
    file: 'electron/qmi/tlv.ts',
    source: 'if (end > bytes.length) throw',
    becomes: 'if (end > bytes.length + 1) throw',
    means: 'a TLV may lead out of its message by one byte',
  },
  {
    file: 'electron/usb/libusb-handle.ts',
    source: 'if (timeoutMs > 0) {',
    becomes: 'if (timeoutMs < 0) {',
    means: 'transfers have no time limit',
  },
  {
    file: 'electron/usb/encapsulated-channel.ts',
    source: 'notice.length >= 8 && notice[1] === RESPONSE_AVAILABLE ?',
    becomes: 'notice.length >= 8 ?',
    means: 'any notification fetches a response',
  },
  {
    file: 'electron/usb/bulk-stream.ts',
    source: 'data.subarray(sent), WRITE_TIMEOUT_MS',
    becomes: 'data, WRITE_TIMEOUT_MS',
    means: 'what went out short is sent again from its start',
  },
  {
    file: 'electron/usb/descriptors.ts',
    source: 'view.getUint16(at + 4, true) & 0x7ff',
    becomes: 'view.getUint16(at + 4, true)',
    means: 'the packet size of a descriptor has its high-bandwidth bits in it',
  },
  {
    file: 'electron/usb/libusb-sighting.ts',
    source: 'e.wMaxPacketSize & 0x7ff',
    becomes: 'e.wMaxPacketSize',
    means: 'the packet size that libusb tells has its high-bandwidth bits in it',
  },
  {
    file: 'electron/feeds/http.ts',
    source: "(next.protocol === 'http:' && url.protocol === 'http:')",
    becomes: "next.protocol === 'http:'",
    means: 'a redirect leads from https to http',
  },
  {
    file: 'electron/shell/http-guard.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code, as it stands there
    source: "if (origin !== undefined && origin !== `http://${this.#host}`) return 'Origin is not this server';",
    becomes: '',
    means: 'a page of another origin may talk to the server',
  },
  {
    file: 'renderer/transport/window.ts',
    source: 'if (event.source !== page) return;',
    becomes: '',
    means: 'a message of another window is taken',
  },
  {
    file: 'modem-db/db.ts',
    source: 'const found = named ?? fitting.find((c) => c.models === undefined) ?? fitting[0];',
    becomes: 'const found = fitting[0];',
    means: 'a composition of another model is chosen',
  },
  {
    file: 'electron/contract/errors/sim.ts',
    source: "PIN_NEEDED: { exit: 'refused', detail: {} },",
    becomes: "PIN_NEEDED: { exit: 'dongleFailed', detail: {} },",
    means: 'a script is told that the dongle failed where a PIN is needed',
  },
  {
    file: 'electron/contract/errors.ts',
    source: "typeof value === 'string' ? value.slice(0, Math.min(MAX_TEXT, left)) : value",
    becomes: 'value',
    means: 'a detail of an error is as long as a device likes',
  },
  {
    file: 'electron/openwrt/uci.ts',
    source: 'value.replaceAll("\'", "\'\\\\\'\'")',
    becomes: 'value.replace("\'", "\'\\\\\'\'")',
    means: 'only the first quote of a value is escaped',
  },
  {
    file: 'renderer/hooks/use-pages.ts',
    source: 'const byPort: Record<string, PageState> = {};',
    becomes: 'const byPort: Record<string, PageState> = { ...pages.byPort };',
    means: 'a PIN that was typed in is kept for the next dongle in the port',
  },
  {
    file: 'electron/bench/journal/resume.ts',
    source: '? returnBehind(past.plan, cutOff) :',
    becomes: '? cutOff :',
    means: 'resuming repeats the step that made the dongle leave',
  },
  {
    file: 'electron/bench/steps/switch.ts',
    source: '    keepDetached = true;',
    becomes: '',
    means: 'the kernel’s drivers are given back after a good switch',
  },
  {
    file: 'electron/usb/libusb-handle.ts',
    source: 'if (keepDetached) this.#keepsDetached = true;',
    becomes: '',
    means: 'libusb gives the drivers back after a good switch',
  },
];
