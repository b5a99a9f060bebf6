import { stopWith } from '../progress.js';
import { interruptSignal } from './interrupt-signal.js';
import { isKernel } from './kernel-display.js';

// In a notebook an interrupt ends the cell, but work that the cell awaited would go on in the background: every long
// call of the library stops with it. Scripts keep their Ctrl-C; they pass `signal: interruptSignal()` if they want this.
if (isKernel()) stopWith(interruptSignal);
