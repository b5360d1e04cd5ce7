using System.Diagnostics;
using System.Globalization;

namespace Omnichannel.Crash.Faults;

/// <summary>A disk of a few megabytes, in memory, that can be filled up and freed again.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private SmallDisk(DirectoryInfo folder) => _folder = folder;

    public static string? WhyNot { get; } = Environment.IsPrivilegedProcess && CanMount() ? null : "Mounting a small disk is not permitted here.";

    public string Folder => _folder.FullName;

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("disk-"));
        await RunAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", disk.Folder);
        return disk;
    }

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Folder);
        _folder.Delete();
    }

    private string Ballast => Path.Combine(Folder, "ballast");

    private static bool CanMount()
    {
        var probe = Directory.CreateTempSubdirectory("disk-probe-");
        try
        {
            using var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", probe.FullName]) { RedirectStandardError = true })!;
            mount.WaitForExit();
            if (mount.ExitCode != 0) return false;
            using var unmount = Process.Start("umount", [probe.FullName]);
            unmount.WaitForExit();
            return true;
        }
        finally
        {
            probe.Delete();
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }
}
