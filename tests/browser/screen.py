"""What stands on a screen, seen with other eyes: QR codes by a real decoder."""

from base64 import b64decode, b64encode

from playwright.sync_api import Locator
from zxingcpp import BarcodeFormat, BarcodeFormats, read_barcodes

TRIES = 20

GREY = """async (png) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const { width, height } = image;
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let grey = "";
    for (let place = 1; place < data.length; place += 4) grey += String.fromCharCode(data[place]);
    return [width, height, btoa(grey)];
}"""


def code_in(place: Locator) -> str:
    """Photograph a part of the screen and decode the one QR code in it."""
    photo = still_photo(place)
    page = place.page.context.new_page()
    width, height, grey = page.evaluate(GREY, b64encode(photo).decode())
    page.close()
    pixels = memoryview(b64decode(grey)).cast("B", (height, width))
    [found] = read_barcodes(pixels, formats=BarcodeFormats(BarcodeFormat.QRCode))
    return found.text


def still_photo(place: Locator) -> bytes:
    """Photograph a part of the screen once it stands still, as a hand with a camera would."""
    place.scroll_into_view_if_needed()
    for _ in range(TRIES):
        before = place.bounding_box()
        photo = place.screenshot(animations="disabled")
        if place.bounding_box() == before:
            return photo
    raise AssertionError("the code moves all the time")
