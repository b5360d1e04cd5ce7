using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace Omnichannel.Storage.SqlServer;

/// <summary>The ADO.NET provider of SQL Server, found by its name: it is not part of every build, and no line of ours depends on its version.</summary>
internal static class SqlServerProvider
{
    public const string AssemblyName = "Microsoft.Data.SqlClient";

    private const string FactoryName = $"Microsoft.Data.SqlClient.SqlClientFactory, {AssemblyName}";

    /// <summary>Whether this build has it.</summary>
    public static bool IsPresent => Type.GetType(FactoryName) is not null;

    /// <exception cref="StoreSetupException">This build has no such provider.</exception>
    public static DbProviderFactory Load() =>
        Type.GetType(FactoryName)?.GetField("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as DbProviderFactory
        ?? throw new StoreSetupException(
            $"A journal on SQL Server needs the package {AssemblyName}, which this build does not have. "
            + "Build with -p:SqlClientVersion=VERSION (docs/OPERATIONS.md says which).");

    /// <summary>What the server, or the way to it, reported: none of them for a failure of another kind.</summary>
    public static IReadOnlyList<SqlServerError> ErrorsOf(Exception failure)
    {
        if (failure is not DbException || Read(failure, "Errors") is not IEnumerable errors) return [];
        return [.. from object error in errors select new SqlServerError(Number(error, "Number"), Number(error, "Class"))];
    }

    private static int Number(object error, string property) => Convert.ToInt32(Read(error, property) ?? 0, CultureInfo.InvariantCulture);

    private static object? Read(object source, string property) => source.GetType().GetProperty(property)?.GetValue(source);
}

/// <summary>One error of a failed command.</summary>
/// <param name="Number">The server's number for it; 0 or below when the client made it up.</param>
/// <param name="Severity">11 to 19 end the command; from 20 on the connection ends as well, at whatever point the server was.</param>
internal readonly record struct SqlServerError(int Number, int Severity)
{
    public const int Deadlocked = 1205;

    // Read from a damaged page: I/O error, torn or wrong page, broken row, broken index.
    private static readonly int[] _damages = [605, 823, 824, 829, 832, 5242, 5243, 8646];

    /// <summary>The server itself ended the command and kept the connection: with XACT_ABORT on, the transaction is gone.</summary>
    public bool EndsTheCommandOnly => Number > 0 && Severity is >= 11 and <= 19;

    public bool SaysCorrupt => Array.IndexOf(_damages, Number) >= 0;
}
