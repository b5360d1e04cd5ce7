using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Omnichannel.Privacy;

namespace Omnichannel.Silo;

/// <summary>Where the master keys come from: the setting <c>Grid:MasterKey</c>, the file <c>Grid:MasterKeyFile</c>, or else a file beside the data.</summary>
/// <param name="Keys">Base64, newest first, separated by commas or line ends; null to read <paramref name="File"/>.</param>
/// <param name="File">The file, made with a new key when it is missing and <paramref name="IsMade"/>.</param>
/// <param name="IsMade">Whether nobody has said where the keys are.</param>
public sealed record MasterKeySource(string? Keys, string? File, bool IsMade)
{
    private const string FileDefault = "master.key";

    /// <param name="folder">Where the data is.</param>
    public static MasterKeySource From(IConfigurationSection grid, string folder)
    {
        var (keys, file) = (grid["MasterKey"], grid["MasterKeyFile"]);
        if (!string.IsNullOrWhiteSpace(keys) && !string.IsNullOrWhiteSpace(file)) throw new GridSettingsException("Set Grid:MasterKey or Grid:MasterKeyFile, not both.");
        if (!string.IsNullOrWhiteSpace(keys)) return new(keys, null, IsMade: false);
        return string.IsNullOrWhiteSpace(file) ? new(null, Path.Combine(folder, FileDefault), IsMade: true) : new(null, file, IsMade: false);
    }

    /// <summary>For people; never a key.</summary>
    public string Describe() => this switch
    {
        { Keys: not null } => "from Grid:MasterKey",
        { IsMade: true } => $"{Path.GetFullPath(File!)} (set Grid:MasterKey and keep it apart from the data: whoever has both can read what is sealed, and without it nobody can)",
        _ => Path.GetFullPath(File!),
    };

    /// <summary>Never the keys: what is printed ends up in logs.</summary>
    public override string ToString() => Describe();

    /// <exception cref="GridSettingsException">There are no keys to be read.</exception>
    public MasterKeys Read()
    {
        try
        {
            if (IsMade && !System.IO.File.Exists(File)) Make(File!);
            return MasterKeys.Parse(Keys ?? System.IO.File.ReadAllText(File!));
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new GridSettingsException($"The master key ({(Keys is null ? File : "Grid:MasterKey")}) cannot be used: {failure.Message} Make one with: openssl rand -base64 32");
        }
    }

    // Written whole before it has its name: a process that starts at the same time finds the first one, or none.
    private static void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var draft = $"{file}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options))
        {
            using var writer = new StreamWriter(stream);
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SealingKey.SecretBytes)));
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        try
        {
            System.IO.File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (System.IO.File.Exists(file))
        {
            System.IO.File.Delete(draft);
        }
    }
}
