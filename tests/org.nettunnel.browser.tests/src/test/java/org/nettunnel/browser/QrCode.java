package org.nettunnel.browser;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

import javax.imageio.ImageIO;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Locator;

/// Reads a QR code as a telephone would.
final class QrCode {
    private QrCode() {
    }

    /// @param canvas where it is drawn; read at the size that it is shown with
    static String read(Locator canvas) throws IOException {
        canvas.waitFor();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(canvas.screenshot()));
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        try {
            var bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels)));
            return new QRCodeReader().decode(bitmap, Map.of(DecodeHintType.TRY_HARDER, true)).getText();
        } catch (ReaderException unreadable) {
            throw new IOException("a telephone cannot read the QR code", unreadable);
        }
    }
}
