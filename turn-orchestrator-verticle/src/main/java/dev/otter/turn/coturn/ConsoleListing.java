package dev.otter.turn.coturn;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the console's command {@code ps} prints (CoTURN 4.6.1 and 4.17). */
final class ConsoleListing {

  private static final Pattern SESSION = Pattern.compile("\\) id=(\\d{1,20}), user <([^>]*)>");
  private static final Pattern USAGE =
      Pattern.compile("usage: rp=\\d+, rb=(\\d+), sp=\\d+, sb=(\\d+)");

  private ConsoleListing() {}

  /** The sessions of a listing, in its order; what is not understood is left out. */
  static List<TurnSession> sessions(String printed) {
    List<TurnSession> sessions = new ArrayList<>();
    Matcher session = SESSION.matcher(printed);
    boolean more = session.find();
    while (more) {
      String id = session.group(1);
      String username = session.group(2);
      int from = session.end();
      more = session.find();
      int to = more ? session.start() : printed.length();
      Matcher usage = USAGE.matcher(printed).region(from, to);
      long bytes =
          usage.find() ? Long.parseLong(usage.group(1)) + Long.parseLong(usage.group(2)) : 0;
      sessions.add(new TurnSession(id, username, bytes));
    }
    return sessions;
  }
}
