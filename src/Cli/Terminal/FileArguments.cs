using System.CommandLine.Parsing;

namespace Omnichannel.Terminal;

/// <summary>A file that is named must be there before anything is sent.</summary>
internal static class FileArguments
{
    public static void MustExist(SymbolResult result, FileInfo? file)
    {
        if (file is { Exists: false }) result.AddError($"There is no file '{file}'.");
    }
}
