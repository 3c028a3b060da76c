import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  app,
  BrowserWindow,
  dialog,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  screen,
  session,
  shell,
  type UtilityProcess,
  utilityProcess,
} from 'electron';
import { z } from 'zod';
import { version } from '../package.json' with { type: 'json' };
import { BenchError, type Failure, toFailure } from './contract/errors.ts';
import { exitCodeOf } from './contract/exit-code.ts';
import { Message } from './contract/intents.ts';
import type { Snapshot } from './contract/snapshot.ts';
import { createText } from './contract/text.ts';
import { Language } from './contract/words.ts';
import { type Log, noLog } from './lib/log.ts';
import { systemClock } from './seams/clock.ts';
import { withoutSecrets } from './seams/secret-environment.ts';
import { writeBenchArguments } from './shell/bench-arguments.ts';
import { ipc } from './shell/channels.ts';
import { openDataFolder } from './shell/data-folder.ts';
import { exportedFiles } from './shell/exported-files.ts';
import { failureLine } from './shell/failure-line.ts';
import { menuOf } from './shell/menu.ts';
import { readPageFiles } from './shell/page-files.ts';
import { isOwnUrl, mayConnect, mayLoad, pageHeaders, pageOrigin, pageScheme } from './shell/page-policy.ts';
import { type BenchProcess, ProcessHost } from './shell/process-host.ts';
import { errorFields, openProgramLog, startFields } from './shell/program-log.ts';
import { answerProxyQuestion } from './shell/system-proxies.ts';
import { readWindowSize, writeWindowSize } from './shell/window-size.ts';

/** The window, its security policy, and the process that the bench runs in. What the page may do is decided in `shell/page-policy.ts`. */

const here = fileURLToPath(new URL('.', import.meta.url));
const developing = !app.isPackaged;
let dataFolder = '';
let log: Log = noLog;

const text = () => createText(Language.catch('en').parse(app.getLocale().slice(0, 2)));
let window: BrowserWindow | null = null;
/** The page has asked for the bench; it gets a new port after each restart until it is reloaded. */
let asked = false;

protocol.registerSchemesAsPrivileged([
  // What the page's files compile to is kept from one start to the next.
  { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);

// No top-level await: Electron is not ready before this module has run to its end.
try {
  dataFolder = openDataFolder();
  log = openProgramLog(dataFolder, 'app');
  // It only looks on: what an error does to the app stays as it is.
  process.on('uncaughtExceptionMonitor', (error) => log.error('uncaught', errorFields(error)));
  begin();
} catch (error) {
  void refuse(toFailure(error));
}

function begin(): void {
  if (process.env['MODEM_BENCH_DATA']) app.setPath('userData', join(dataFolder, 'window'));
  if (app.requestSingleInstanceLock()) {
    run().catch((error: unknown) => {
      console.error(error);
      log.error('uncaught', errorFields(error));
      app.exit(1);
    });
  } else {
    app.quit();
  }
}

/** Ends before anything began. Who started it from a menu has no terminal, and gets to see a box. */
async function refuse(failure: Failure): Promise<void> {
  const line = failureLine(failure, text());
  process.stderr.write(`${line}\n`);
  if (app.isPackaged) {
    await app.whenReady();
    dialog.showErrorBox('Modem Bench', line);
  }
  app.exit(exitCodeOf(failure.code));
}

async function run(): Promise<void> {
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('web-contents-created', (_, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
  app.on('window-all-closed', () => app.quit());
  await app.whenReady();
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuOf(process.platform, app.getLocale())));
  log.info('start', { ...startFields(version), packaged: app.isPackaged });

  guardSession();
  const host = startBench();
  app.on('before-quit', () => {
    log.info('quit');
    host.close();
  });
  answerPage(host);
  openWindow();
}

/** The page's files under the app's own scheme; nothing else is loaded, no permission is given, nothing is downloaded. */
function guardSession(): void {
  const files = readPageFiles(join(here, '../renderer'));
  const { defaultSession } = session;
  defaultSession.protocol.handle(pageScheme, (request) => {
    const file = request.method === 'GET' && isOwnUrl(request.url) ? files.get(new URL(request.url).pathname) : undefined;
    if (!file) return new Response(null, { status: 404, headers: pageHeaders });
    return new Response(file.body, { headers: { ...pageHeaders, 'Content-Type': file.type } });
  });
  defaultSession.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url, developing) }));
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.on('will-download', (event) => event.preventDefault());
  defaultSession.setSpellCheckerEnabled(false);
}

function openWindow(): void {
  const sizeFile = join(app.getPath('userData'), 'window.json');
  const { maximized, ...size } = readWindowSize(sizeFile, screen.getPrimaryDisplay().workAreaSize);
  const opened = new BrowserWindow({
    ...size,
    minWidth: Math.min(880, size.width),
    minHeight: Math.min(600, size.height),
    title: 'Modem Bench',
    show: false,
    ...(process.platform === 'linux' ? { icon: join(here, '../../assets/icon.png') } : {}),
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(here, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: developing,
    },
  });
  window = opened;
  if (maximized) opened.maximize();
  opened.once('ready-to-show', () => opened.show());
  opened.on('close', () => writeWindowSize(sizeFile, { ...opened.getNormalBounds(), maximized: opened.isMaximized() }));
  opened.on('closed', () => {
    window = null;
  });
  const { webContents } = opened;
  webContents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) asked = false;
  });
  let crashedAt = Number.NEGATIVE_INFINITY;
  webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    if (reason !== 'clean-exit') log.error('page.gone', { reason, exitCode });
    // A page that crashed is shown anew, the bench has all of its state; one that crashes at once again stays down.
    if (systemClock.now() - crashedAt > 10_000) webContents.reload();
    crashedAt = systemClock.now();
  });
  void opened.loadURL(`${pageOrigin}/index.html`);
}

interface Utility extends BenchProcess {
  readonly process: UtilityProcess;
}

function startBench(): ProcessHost<Utility> {
  let lastWords = '';
  const start = (restarts: number): Utility => {
    const child = utilityProcess.fork(join(here, 'bench-process.js'), writeBenchArguments({ data: dataFolder, version, restarts }), {
      serviceName: 'modem-bench',
      stdio: ['ignore', 'inherit', 'pipe'],
      env: withoutSecrets(),
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      lastWords = `${lastWords}${chunk.toString('utf8')}`.slice(-2000);
    });
    child.on('message', (data: unknown) => void answerBench(child, data));
    return {
      process: child,
      onExit: (listener) => child.once('exit', listener),
      kill: () => child.kill(),
    };
  };
  const host: ProcessHost<Utility> = new ProcessHost({
    clock: systemClock,
    start,
    onUp: (up) => handPort(up),
    onLost: (status, inMs) => {
      log.error('bench.lost', { status, inMs });
      console.error(`modem-bench: the bench process ended (${status}); the next one starts in ${inMs} ms`);
      tellLost();
    },
    onGivenUp: (status) => {
      log.error('bench.given-up', { status });
      tellLost();
      void askAgain(status, lastWords).then((again) => (again ? host.again() : app.quit()));
    },
  });
  return host;
}

/** What the bench process asks this one, which alone can ask the system. */
async function answerBench(child: UtilityProcess, data: unknown): Promise<void> {
  const reply = await answerProxyQuestion(data, (url) => session.defaultSession.resolveProxy(url));
  if (reply) child.postMessage(reply);
}

/** Gives the page a port of its own to the bench, if it is the app's page and has asked for one. */
function handPort(up: Utility): void {
  const frame = window?.webContents.mainFrame;
  if (!asked || !frame || !mayConnect(frame)) return;
  const { port1, port2 } = new MessageChannelMain();
  up.process.postMessage('client', [port1]);
  frame.postMessage(ipc.port, null, [port2]);
}

function tellLost(): void {
  if (asked && window && !window.isDestroyed()) window.webContents.mainFrame.send(ipc.lost);
}

async function askAgain(status: number | string, lastWords: string): Promise<boolean> {
  const { word } = text();
  const options = {
    type: 'error' as const,
    message: word('shell.bench-gone.message'),
    detail: `${word('shell.bench-gone.detail', { status: String(status) })}\n\n${lastWords}`,
    buttons: [word('shell.bench-gone.again'), word('shell.bench-gone.quit')],
    defaultId: 0,
    cancelId: 1,
  };
  const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
  return response === 0;
}

interface Answer {
  readonly value: string | null;
  readonly failure: Failure | null;
}

/** The page's questions. A sender that is not the app's own page at the top of the window gets no answer. */
function answerPage(host: ProcessHost<Utility>): void {
  const isPage = (event: IpcMainEvent | IpcMainInvokeEvent) => event.sender === window?.webContents && mayConnect(event.senderFrame);
  ipcMain.on(ipc.connect, (event) => {
    if (!isPage(event)) return;
    asked = true;
    if (host.process) handPort(host.process);
  });
  const answer = (channel: string, work: (asked: unknown) => Promise<string | null>) => {
    ipcMain.handle(channel, async (event, asked: unknown): Promise<Answer> => {
      if (!isPage(event)) throw new Error('not for this frame');
      try {
        return { value: await work(asked), failure: null };
      } catch (error) {
        return { value: null, failure: toFailure(error) };
      }
    });
  };
  const defaultFolder = () => join(app.getPath('documents'), 'Modem Bench');
  answer(ipc.defaultFolder, async () => defaultFolder());
  answer(ipc.chooseFolder, async () => {
    if (!window) return null;
    const chosen = await dialog.showOpenDialog(window, { properties: ['openDirectory', 'createDirectory'] });
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
  });
  answer(ipc.reveal, async (asked) => {
    const path = z.string().max(4096).safeParse(asked);
    const known = exportedFiles(host.process ? await snapshotOf(host.process) : null);
    if (!path.success || !known.has(path.data)) throw new BenchError('MESSAGE_INVALID');
    shell.showItemInFolder(path.data);
    return null;
  });
}

/** What the bench shows now: it sends a snapshot to each new client at once. `null`: it does not answer. */
function snapshotOf(up: Utility): Promise<Snapshot | null> {
  const { port1, port2 } = new MessageChannelMain();
  return new Promise((resolve) => {
    const end = (snapshot: Snapshot | null) => {
      clearTimeout(timer);
      port2.close();
      resolve(snapshot);
    };
    const timer = setTimeout(() => end(null), 5_000);
    port2.on('message', ({ data }) => {
      const message = Message.safeParse(data);
      end(message.success && message.data.type === 'snapshot' ? message.data.snapshot : null);
    });
    port2.start();
    up.process.postMessage('client', [port1]);
  });
}
