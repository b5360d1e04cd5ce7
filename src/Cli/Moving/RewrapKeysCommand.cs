using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Privacy;
using Omnichannel.Storage;
using Omnichannel.Terminal;

namespace Omnichannel.Moving;

/// <summary><c>omni rewrap-keys</c></summary>
internal static class RewrapKeysCommand
{
    private const string Variable = "Grid__MasterKey";

    public static Command Create()
    {
        var store = new StoreOptions();
        var file = new Option<FileInfo?>("--master-key-file") { Description = $"A file with the master keys, newest first. Default: the environment variable {Variable}.", HelpName = "FILE" };
        file.Validators.Add(result => FileArguments.MustExist(result, result.GetValueOrDefault<FileInfo?>()));
        var command = new DetailedCommand("rewrap-keys", "Wraps every key of an owner with the newest master key.", """
            Opens the database itself; grids that use it may go on, once all of them have been given the newest master key. Afterwards the older master keys open nothing
            in this database any more. Old backups still need them.
            """) { file };
        store.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var masters = Read(parsed.GetValue(file));
            await using var journal = await AdoNetJournal.OpenAsync(store.OfExisting(parsed), NullLoggerFactory.Instance, cancellation);
            var (keys, rewrappedCount) = (journal.KeysUnder(masters), 0L);
            while (await keys.RewrapAsync(Limits.RewrapKeysPerCallMax, cancellation) is var count and > 0) rewrappedCount += count;
            Screen.Line($"{Tables.Count(rewrappedCount)} keys were wrapped with master key {masters.CurrentId}; none is wrapped with another.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static MasterKeys Read(FileInfo? file)
    {
        var text = file is null ? Environment.GetEnvironmentVariable(Variable) : File.ReadAllText(file.FullName);
        if (string.IsNullOrWhiteSpace(text)) throw new UsageException($"Set {Variable}, or give --master-key-file: the newest master key first, and those that are still in use after it.");
        try
        {
            return MasterKeys.Parse(text);
        }
        catch (FormatException malformed)
        {
            throw new UsageException($"The master keys cannot be used: {malformed.Message}");
        }
    }
}
