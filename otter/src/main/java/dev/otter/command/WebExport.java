package dev.otter.command;

import dev.otter.contract.config.WebOrigin;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The web app as a static site: the files of the jar, one of them generated, in a directory whose
 * name is a hash of all of them, so that a host may let browsers keep them for ever; and two pages
 * that name that directory and hold the policy for their nodes. All paths are relative: the site
 * may lie anywhere. Blocking.
 */
final class WebExport {

  /** The module that says where the nodes are; the one file that is not the jar's. */
  private static final String SITE = "page/site.js";

  private static final Set<String> PAGES = Set.of("page/index.html", "page/call.html");

  /** What is only at the nodes: the API's page, and the operator's console. */
  private static final List<String> NOT_EXPORTED = List.of("docs/", "console/");

  private static final String CHARSET = "<meta charset=\"utf-8\" />";
  private static final int HASH_LETTERS = 16;

  private final URI api;

  WebExport(URI api) {
    this.api = api;
  }

  /** The origin that a text is; null if it is none, or has more than an origin. */
  static URI origin(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      boolean bare = uri.getRawPath() == null || uri.getRawPath().matches("/?");
      boolean more =
          uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null;
      return web && uri.getHost() != null && bare && !more ? new URI(WebOrigin.of(uri)) : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /**
   * Writes the site.
   *
   * @param out made where it is missing
   * @return how many files
   */
  int writeTo(Path out) throws IOException {
    Map<String, byte[]> files = new TreeMap<>(WebFiles.read());
    files.keySet().removeIf(name -> NOT_EXPORTED.stream().anyMatch(name::startsWith));
    files.put(SITE, siteModule().getBytes(StandardCharsets.UTF_8));
    String assets = "assets-" + hash(files);
    Map<String, byte[]> site = new TreeMap<>();
    site.put("index.html", page(files, "page/index.html", "", assets));
    site.put("otter-meet/index.html", page(files, "page/call.html", "../", assets));
    site.put("_headers", headers(assets).getBytes(StandardCharsets.UTF_8));
    site.put(
        "_redirects",
        "/otter-meet/* /otter-meet/index.html 200\n".getBytes(StandardCharsets.UTF_8));
    files.keySet().removeAll(PAGES);
    files.forEach((name, bytes) -> site.put(assets + "/" + name, bytes));
    for (Map.Entry<String, byte[]> file : site.entrySet()) {
      Path path = out.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return site.size();
  }

  private String siteModule() {
    return "/** Written by export-web. */\nexport const API = '" + api + "';\n";
  }

  private byte[] page(Map<String, byte[]> files, String name, String up, String assets) {
    String html = new String(files.get(name), StandardCharsets.UTF_8);
    String policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy().replace('"', '\'');
    return html.replace("\"/assets/", "\"" + up + assets + "/")
        .replace("href=\"/\"", "href=\"" + (up.isEmpty() ? "./" : up) + "\"")
        .replace(CHARSET, CHARSET + "\n    " + policy + "\" />")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What the pages may load and call: themselves, and their nodes. */
  private String policy() {
    String socket = api.toString().replaceFirst("^http", "ws");
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "connect-src " + api + " " + socket,
        "base-uri 'none'",
        "form-action 'none'");
  }

  /** For hosts that read such a file (Netlify, Cloudflare Pages); a model for all others. */
  private String headers(String assets) {
    return String.join(
        "\n",
        "/*",
        "  Content-Security-Policy: " + policy() + "; frame-ancestors 'none'",
        "  Referrer-Policy: no-referrer",
        "  X-Content-Type-Options: nosniff",
        "  Cross-Origin-Opener-Policy: same-origin",
        "  Permissions-Policy: camera=(self), microphone=(self), display-capture=(self)",
        "  Cache-Control: no-cache",
        "/" + assets + "/*",
        "  ! Cache-Control",
        "  Cache-Control: public, max-age=31536000, immutable",
        "");
  }

  private static String hash(Map<String, byte[]> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, bytes) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(bytes);
          });
      return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LETTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
