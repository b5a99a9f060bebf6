/**
 * Starts the tslab kernel for Jupyter, with corrections of the messages it sends and of how it prints results. Cells
 * behave as under plain tslab; the names used here are internals of tslab, which is why its version is pinned exactly.
 */
const { JupyterHandlerImpl, ZmqServer } = require('tslab/dist/jupyter.js');
const { version } = require('@tslab/typescript-for-tslab');

// JupyterLab highlights by codemirror_mode, and tslab says "javascript": `interface` and `readonly` stay plain.
const handleKernel = JupyterHandlerImpl.prototype.handleKernel;
JupyterHandlerImpl.prototype.handleKernel = function () {
  const reply = handleKernel.call(this);
  const language_info = { ...reply.language_info, codemirror_mode: 'typescript', version };
  return { ...reply, status: 'ok', language_info };
};

// Clients number cells by `execute_input`, which tslab does not send: without it nbconvert writes In [ ].
const executeMessage = ZmqServer.prototype.handleExecute;
ZmqServer.prototype.handleExecute = function (socket, message) {
  message.content.announce = (count) => {
    const input = message.createReply();
    input.header.msg_type = 'execute_input';
    input.content = { code: message.content.code, execution_count: count };
    input.signAndSend(this.connInfo.key, this.iopub);
  };
  return executeMessage.call(this, socket, message);
};
const executeRequest = JupyterHandlerImpl.prototype.handleExecuteImpl;
JupyterHandlerImpl.prototype.handleExecuteImpl = function (request, ...rest) {
  request.announce?.(this.execCount + 1);
  return executeRequest.call(this, request, ...rest);
};

// A last expression is printed by Node's rules: a result of fifteen thousand rows fills pages. Ours says how large each
// field is and how it begins. Loaded with the first object that is shown, so that the kernel starts without the library.
const executor = require('tslab/dist/executor.js');
const { createExecutor } = executor;
executor.createExecutor = (folder, converters, console) => {
  const log = (value) => {
    const isObject = typeof value === 'object' && value !== null;
    console.log(isObject ? require('../lib/dist/notebook/short-form.js').shortForm(value) : value);
  };
  return createExecutor(folder, converters, { ...console, log });
};

require('tslab/dist/main.js').startKernel({ configPath: process.argv[2], enableFindLocal: false });
