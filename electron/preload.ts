import { contextBridge, ipcRenderer } from 'electron';
import { bridgeName, ipc, windowMessages } from './shell/channels.ts';

/** The page's end of the contract: a port to the bench, and three questions to the surrounding program. Nothing else gets through. */

ipcRenderer.on(ipc.port, (event) => window.postMessage(windowMessages.port, window.location.origin, event.ports));
ipcRenderer.on(ipc.lost, () => window.postMessage(windowMessages.lost, window.location.origin));

contextBridge.exposeInMainWorld(bridgeName, {
  connect: (): void => ipcRenderer.send(ipc.connect),
  chooseFolder: (): Promise<unknown> => ipcRenderer.invoke(ipc.chooseFolder),
  defaultFolder: (): Promise<unknown> => ipcRenderer.invoke(ipc.defaultFolder),
  reveal: (path: string): Promise<unknown> => ipcRenderer.invoke(ipc.reveal, String(path)),
});
