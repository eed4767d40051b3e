// Reads QR codes where the browser has no BarcodeDetector; fetched when a camera is used.
import decodeQR from "qr/decode.js";

window.readQR = ({ width, height, data }) => {
  try {
    return decodeQR({ width, height, data });
  } catch (_) {
    return null;
  }
};
