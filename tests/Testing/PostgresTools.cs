using System.Diagnostics;

namespace Omnichannel.Testing;

/// <summary>The programs of an installed PostgreSQL, run as a user that PostgreSQL accepts.</summary>
public sealed class PostgresTools
{
    public const string MissingReason = "PostgreSQL is not installed: initdb was found neither on PATH nor under /usr/lib/postgresql.";

    private const string DebianFolder = "/usr/lib/postgresql";

    private readonly string _folder;

    private PostgresTools(string folder) => _folder = folder;

    public static PostgresTools? Found { get; } = Find();

    public static bool IsInstalled => Found is not null;

    /// <exception cref="InvalidOperationException">The program did not end well.</exception>
    public async Task RunAsync(string program, params string[] arguments)
    {
        var (exitCode, output) = await ExecuteAsync(AsServerUser([Path.Combine(_folder, program), .. arguments]));
        if (exitCode != 0) throw new InvalidOperationException($"{program} ended with {exitCode}: {output}");
    }

    public Task TryRunAsync(string program, params string[] arguments) =>
        ExecuteAsync(AsServerUser([Path.Combine(_folder, program), .. arguments]));

    /// <summary>Makes a folder that only the server's user may read, as PostgreSQL demands.</summary>
    internal static async Task MakeFolderAsync(string path)
    {
        string[] owner = Environment.IsPrivilegedProcess ? ["-o", "postgres", "-g", "postgres"] : [];
        var (exitCode, output) = await ExecuteAsync(["install", "-d", "-m", "0700", .. owner, path]);
        if (exitCode != 0) throw new InvalidOperationException($"{path} cannot be made: {output}");
    }

    private static PostgresTools? Find()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var installed = Directory.Exists(DebianFolder) ? Directory.GetDirectories(DebianFolder) : [];
        var folders = onPath.Concat(installed.OrderByDescending(VersionOf).Select(folder => Path.Combine(folder, "bin")));
        return folders.FirstOrDefault(folder => Holds(folder, "initdb")) is { } found ? new(found) : null;
    }

    // A link that leads nowhere exists, too.
    private static bool Holds(string folder, string program)
    {
        var file = new FileInfo(Path.Combine(folder, program));
        return file.Exists && (file.ResolveLinkTarget(returnFinalTarget: true)?.Exists ?? true);
    }

    private static int VersionOf(string folder) => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0;

    // PostgreSQL refuses to run as root.
    private static string[] AsServerUser(string[] command) =>
        Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. command] : command;

    private static async Task<(int ExitCode, string Output)> ExecuteAsync(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
