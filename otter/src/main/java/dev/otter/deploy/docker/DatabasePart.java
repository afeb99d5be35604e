package dev.otter.deploy.docker;

import dev.otter.secrets.PreparedSecrets;
import dev.otter.turn.docker.TarFile;
import java.util.List;
import java.util.Optional;

/**
 * The database, on the deployment's network only. It is told by the variables that the image of the
 * PostgreSQL project takes; the password is in a file.
 */
final class DatabasePart {

  /** Of the database and of its user. */
  static final String NAME = "otter";

  private static final String PART = "database";

  /** Whom the image's files belong to. */
  private static final int USER = 999;

  private static final int MEGABYTES = 512;
  private static final int STOP_SECONDS = 60;
  private static final String DATA = "/var/lib/postgresql";
  private static final String SETTINGS = "/etc/otter";
  private static final String DIRECTORY = "database";
  private static final String PASSWORD_FILE = DIRECTORY + "/password";

  private DatabasePart() {}

  static Part of(DockerSettings settings, PreparedSecrets secrets) {
    String address = settings.subnet().database();
    ContainerBody body =
        new ContainerBody(MEGABYTES, STOP_SECONDS)
            .user(USER)
            // In order, without waiting until nodes let go.
            .stopsBy("SIGINT")
            .on(settings.name(), address)
            .environment(
                "POSTGRES_USER=" + NAME,
                "POSTGRES_DB=" + NAME,
                "POSTGRES_PASSWORD_FILE=" + SETTINGS + "/" + PASSWORD_FILE,
                // Not where images have a volume of their own, which would not be kept.
                "PGDATA=" + DATA + "/otter")
            .keeps(VolumeName.data(settings.name(), PART), DATA)
            .keeps(VolumeName.settings(settings.name(), PART), SETTINGS)
            .temporary("/tmp")
            .temporary("/var/run/postgresql");
    TarFile files = new TarFile(USER).directory(DIRECTORY).file(PASSWORD_FILE, password(secrets));
    return new Part(
        PART,
        Part.Role.DATABASE,
        settings.images().database(),
        body.json(),
        SETTINGS,
        files.bytes(),
        Optional.empty(),
        address + ":5432");
  }

  /** What nodes say to it; a secret. */
  static String password(PreparedSecrets secrets) {
    return secrets.derived("password of the database");
  }

  /** What looks inside of its container whether it takes connections. */
  static List<String> ready() {
    // By TCP: while it is being set up, it listens at its socket only.
    return List.of("pg_isready", "-q", "-h", "127.0.0.1", "-U", NAME);
  }
}
