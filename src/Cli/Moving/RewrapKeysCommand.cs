using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Privacy;
using Omnichannel.Storage;
using Omnichannel.Terminal;
using Spectre.Console;

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
        var check = new Option<bool>("--check") { Description = "Changes nothing: only tells how many keys each master key has wrapped." };
        var command = new DetailedCommand("rewrap-keys", "Wraps every key of an owner with the newest master key.", """
            Opens the database itself; grids that use it may go on, once all of them have been given the newest master key. Afterwards the older master keys open nothing
            in this database any more. Old backups still need them.

            Every key is wrapped by itself, and only while it is as it was read: interrupted it has left every key under one master key or the other, and repeated it goes on.
            Exit code 1 while any key is wrapped by an older one, for instance by a grid that has not been given the newest.
            """) { file, check };
        store.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var masters = Read(parsed.GetValue(file));
            await using var journal = await AdoNetJournal.OpenExistingAsync(store.Of(parsed), NullLoggerFactory.Instance, cancellation);
            var keys = journal.KeysUnder(masters);
            var isEveryKeyOpened = parsed.GetValue(check) || await RewrapAsync(keys, masters.CurrentId, cancellation);
            var uses = await keys.CountAsync(cancellation);
            AnsiConsole.Write(Table(uses));
            return isEveryKeyOpened && uses.All(static use => use.IsNewest || use.Keys == 0) ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    // A key that no master key opens stays as it is and stops no other.
    private static async Task<bool> RewrapAsync(IDataKeys keys, string newest, CancellationToken cancellationToken)
    {
        var (rewrappedCount, unreadableCount) = (0L, 0L);
        for (var page = await NextAsync(""); page.LastOwner is { } last; page = await NextAsync(last))
        {
            rewrappedCount += page.RewrappedCount;
            unreadableCount += page.Unreadable.Count;
            foreach (var owner in page.Unreadable) Screen.Error($"no master key opens the key of {owner}.");
        }

        Screen.Line($"{Tables.Count(rewrappedCount)} keys were wrapped with master key {newest}.");
        return unreadableCount == 0;

        ValueTask<RewrapPage> NextAsync(string afterOwner) => keys.RewrapAsync(afterOwner, Limits.RewrapKeysPerCallMax, cancellationToken);
    }

    private static Table Table(IReadOnlyList<MasterKeyUse> uses)
    {
        var table = Tables.New("Keys by master key", "master key", "is", "keys");
        foreach (var use in uses) table.AddLine(use.Id, StandingOf(use), Tables.Count(use.Keys));
        return table;
    }

    private static string StandingOf(MasterKeyUse use) => use switch
    {
        { IsNewest: true } => "newest",
        { IsConfigured: false } => "not given here: add it behind the newest one",
        { Keys: 0 } => "older, no longer needed",
        _ => "older",
    };

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
